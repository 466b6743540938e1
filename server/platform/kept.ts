/** Answers that take long to compute, kept while the data that they were computed from stand. */

interface Kept {
  version: string;
  answer: Promise<unknown>;
}

/**
 * The answers last asked for. Whoever asks at the same time waits for one computation: when the data change, every open page asks again at
 * once. An answer goes as soon as it is asked for at a newer version, or when `limit` others were asked for after it.
 */
export class KeptAnswers {
  readonly #answers = new Map<string, Kept>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `version` names the state of the data; one that fails is not kept. */
  async answer<T>(key: string, version: string, compute: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    this.#answers.delete(key);
    const kept = known?.version === version ? known : { version, answer: compute() };
    this.#answers.set(key, kept);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#limit) break;
      this.#answers.delete(oldest);
    }
    try {
      return (await kept.answer) as T;
    } catch (error) {
      if (this.#answers.get(key) === kept) this.#answers.delete(key);
      throw error;
    }
  }
}
