/** Memory that large work leaves behind goes back at once, not when V8 next happens to need it: a small server shares its machine. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; execution: 'async'; flavor: 'last-resort' }) => Promise<void>;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as Collect;

/** Collects what is no longer used, last resort first: weak caches and code that has not run lately go too. */
export async function giveMemoryBack(): Promise<void> {
  await collect({ type: 'major', execution: 'async', flavor: 'last-resort' });
}
