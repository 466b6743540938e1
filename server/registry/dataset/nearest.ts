/** The code someone probably meant. */

const MAX_TRIED = 5000;
const cache = new WeakMap<ReadonlyMap<string, unknown>, Map<string, string | null>>();
/** Suggestions are worth having for the first mistakes, not for a file that is wrong throughout: this keeps reading linear. */
const MAX_ANSWERS = 200;

/** The declared code with the fewest differing letters, if it differs in no more than a third of them. */
export function nearestCode(code: string, codes: ReadonlyMap<string, unknown>): string | null {
  const answers = cache.get(codes) ?? new Map<string, string | null>();
  cache.set(codes, answers);
  const known = answers.get(code);
  if (known !== undefined) return known;
  if (answers.size >= MAX_ANSWERS) return null;
  const answer = search(code.toLowerCase(), codes);
  answers.set(code, answer);
  return answer;
}

function search(code: string, codes: ReadonlyMap<string, unknown>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(code.length / 3)) + 1;
  let tried = 0;
  for (const candidate of codes.keys()) {
    tried += 1;
    if (tried > MAX_TRIED) break;
    if (Math.abs(candidate.length - code.length) >= least) continue;
    const distance = editDistance(code, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}
