const BLINK_SHARE = 0.01;

/** A small seeded generator (xoshiro128**, Blackman and Vigna 2018), so that a seed reproduces a run on any machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private untilBlink: number;

  constructor(seed: number) {
    let state = (Math.floor(seed) ^ 0x9e3779b9) >>> 0;
    const next = (): number => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return (mixed ^ (mixed >>> 14)) | 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next();
    this.untilBlink = this.gap();
  }

  /** A whole number from 0 to 2³² − 1. */
  private bits(): number {
    const scrambled = Math.imul(this.b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return this.bits() * 2.3283064365386963e-10;
  }

  /** A whole number from 0 to limit − 1. */
  below(limit: number): number {
    return Math.floor(this.bits() * 2.3283064365386963e-10 * limit);
  }

  /** True once in a hundred calls on average: a position is overlooked. Counts down a drawn gap, which costs less than a draw each time. */
  blinks(): boolean {
    this.untilBlink -= 1;
    if (this.untilBlink >= 0) return false;
    this.untilBlink = this.gap();
    return true;
  }

  private gap(): number {
    return Math.floor(Math.log(1 - this.fraction()) / Math.log(1 - BLINK_SHARE));
  }
}
