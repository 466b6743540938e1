/** Five steps of one colour for a map's values. Pure. */

/** Four limits that split the values into five classes of round numbers with about as many counties in each; fewer when values repeat. */
export function limitsOf(values: readonly number[], classes = 5): number[] {
  const sorted = [...values].sort((one, other) => one - other);
  if (sorted.length === 0) return [];
  const limits: number[] = [];
  for (let part = 1; part < classes; part++) {
    const at = (part / classes) * (sorted.length - 1);
    const low = sorted[Math.floor(at)]!;
    const high = sorted[Math.ceil(at)]!;
    limits.push(roundBetween(low, high));
  }
  return [...new Set(limits)].filter((limit) => limit > sorted[0]! && limit <= sorted.at(-1)!);
}

/** The roundest number above `low` and not above `high`: the one with the fewest digits. */
function roundBetween(low: number, high: number): number {
  if (high <= low) return high;
  for (let digits = 1; digits <= 6; digits++) {
    const size = 10 ** (Math.floor(Math.log10(Math.abs(high) || 1)) - digits + 1);
    const candidate = Math.floor(high / size) * size;
    if (candidate > low) return Number(candidate.toPrecision(digits + 2));
  }
  return high;
}

/** 0 for values below the first limit, 1 from there on, … */
export function classOf(value: number, limits: readonly number[]): number {
  let at = 0;
  for (const limit of limits) if (value >= limit) at += 1;
  return at;
}

/** Which of the five colours a class of so many gets, so that few classes still differ well. */
export function shadeOf(at: number, classes: number): number {
  return classes <= 1 ? 3 : Math.round(1 + (at / (classes - 1)) * 4);
}
