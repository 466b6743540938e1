/** Reed–Solomon over GF(2⁸) with the polynomial 0x11D, as QR codes use it (ISO/IEC 18004, 7.5). Pure. */
const exponents = new Uint8Array(512);
const logarithms = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  exponents[power] = value;
  exponents[power + 255] = value;
  logarithms[value] = power;
  value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
}

const multiply = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : exponents[logarithms[a]! + logarithms[b]!]!;
const divide = (a: number, b: number): number => (a === 0 ? 0 : exponents[logarithms[a]! + 255 - logarithms[b]!]!);
/** Coefficients from the lowest power up. */
const evaluate = (polynomial: readonly number[], x: number): number =>
  polynomial.reduceRight((sum, coefficient) => multiply(sum, x) ^ coefficient, 0);

/** Mends a block in place; `check` of its bytes, the last ones, are check bytes. False when it is damaged beyond that. */
export function mendBlock(block: Uint8Array, check: number): boolean {
  const syndromes = syndromesOf(block, check);
  if (syndromes.every((value) => value === 0)) return true;
  const locator = locatorOf(syndromes);
  const errors = locator.length - 1;
  if (errors * 2 > check) return false;
  const places = placesOf(locator, block.length);
  if (places.length !== errors) return false;
  const product = Array.from({ length: check }, (_, power) =>
    locator.reduce((sum, each, at) => (at > power ? sum : sum ^ multiply(each, syndromes[power - at]!)), 0),
  );
  for (const place of places) {
    const inverse = exponents[(255 - place) % 255]!;
    // Forney: the derivative keeps the odd powers
    const derivative = locator.reduce(
      (sum, each, power) =>
        power % 2 === 0 ? sum : sum ^ multiply(each, exponents[((255 - place) * (power - 1)) % 255]!),
      0,
    );
    if (derivative === 0) return false;
    const size = divide(multiply(evaluate(product, inverse), exponents[place % 255]!), derivative);
    block[block.length - 1 - place]! ^= size;
  }
  return syndromesOf(block, check).every((value) => value === 0);
}

function syndromesOf(block: Uint8Array, check: number): number[] {
  return Array.from({ length: check }, (_, root) =>
    block.reduce((sum, byte) => multiply(sum, exponents[root]!) ^ byte, 0),
  );
}

/** Berlekamp–Massey: the shortest polynomial whose roots are where the errors are. */
function locatorOf(syndromes: readonly number[]): number[] {
  let current = [1];
  let before = [1];
  let length = 0;
  let shift = 1;
  let scale = 1;
  for (const [step, syndrome] of syndromes.entries()) {
    let difference = syndrome;
    for (let at = 1; at <= length; at += 1) difference ^= multiply(current[at] ?? 0, syndromes[step - at]!);
    if (difference === 0) {
      shift += 1;
      continue;
    }
    const factor = divide(difference, scale);
    const next = Array.from(
      { length: Math.max(current.length, before.length + shift) },
      (_, at) => (current[at] ?? 0) ^ multiply(factor, before[at - shift] ?? 0),
    );
    if (length * 2 <= step) {
      before = current;
      length = step + 1 - length;
      scale = difference;
      shift = 1;
    } else shift += 1;
    current = next;
  }
  while (current.length > 1 && current.at(-1) === 0) current.pop();
  return current;
}

/** Powers of the places in error, counted from the block's end. */
function placesOf(locator: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, place) => place).filter(
    (place) => evaluate(locator, exponents[(255 - place) % 255]!) === 0,
  );
}
