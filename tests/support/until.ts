/** Asks again and again until it holds, for what happens by itself after a while; gives up after a minute and says what did not come. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come within a minute: ${what}`);
    await new Promise((next) => setTimeout(next, 200));
  }
}
