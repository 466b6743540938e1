/**
 * Server-sent changes: one connection for the tab. Changes are gathered and applied together, so that a burst causes one renewal; a tab out of
 * sight lets go of its connection and catches up when it is looked at again.
 */
import { renew } from './data.ts';

const GATHER = 150;
/** however many changes come, the page asks again at most this often */
const APART = 2_000;
const HIDDEN_GRACE = 30_000;
const LONGEST_PAUSE = 30_000;

export function listenToServer(address = '/api/events'): () => void {
  let source: EventSource | null = null;
  let pause = 1_000;
  let missed = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let letGo: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let applied = 0;
  const gathered = new Set<string>();

  function gather(topics: Iterable<string>): void {
    for (const topic of topics) gathered.add(topic);
    // the random part keeps a city's screens from asking in the same instant
    const wait = Math.max(GATHER, applied + APART - performance.now());
    flush ??= setTimeout(apply, wait + Math.random() * GATHER);
  }
  function apply(): void {
    flush = undefined;
    applied = performance.now();
    const topics = [...gathered];
    gathered.clear();
    renew(topics);
  }
  function open(): void {
    clearTimeout(retry);
    if (source !== null) return;
    source = new EventSource(address);
    source.addEventListener('open', () => {
      pause = 1_000;
      if (missed) gather(['*']);
      missed = false;
    });
    source.addEventListener('change', (event) => gather(topicsOf(event.data)));
    source.addEventListener('error', () => {
      missed = true;
      close();
      retry = setTimeout(open, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  }
  function close(): void {
    clearTimeout(retry);
    source?.close();
    source = null;
  }
  function seenOrHidden(): void {
    clearTimeout(letGo);
    if (document.visibilityState === 'visible') {
      open();
      return;
    }
    letGo = setTimeout(() => {
      missed = true;
      close();
    }, HIDDEN_GRACE);
  }

  document.addEventListener('visibilitychange', seenOrHidden);
  seenOrHidden();
  return () => {
    document.removeEventListener('visibilitychange', seenOrHidden);
    for (const timer of [letGo, flush]) clearTimeout(timer);
    close();
  };
}

function topicsOf(data: unknown): string[] {
  try {
    const topics = (JSON.parse(String(data)) as { topics?: unknown }).topics;
    return Array.isArray(topics) ? topics.map(String) : [];
  } catch {
    return ['*'];
  }
}
