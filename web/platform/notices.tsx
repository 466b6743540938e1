import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ApiProblem } from './client.ts';
import { pick, useLanguage } from './language.ts';

interface Notice {
  number: number;
  words: readonly [zh: string, en: string];
  problem: boolean;
}

let notices: readonly Notice[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Says shortly that something was done: `notify(['已下达', 'Issued'])`. What went wrong belongs beside its cause, not here. */
export function notify(words: readonly [zh: string, en: string], problem = false): void {
  count += 1;
  const number = count;
  set([...notices.slice(-2), { number, words, problem }]);
  setTimeout(() => set(notices.filter((one) => one.number !== number)), problem ? 8_000 : 4_000);
}

/** For acts without a form, whose failure has no other place. */
export function notifyProblem(problem: ApiProblem): void {
  notify([problem.words.zh, problem.words.en], true);
}

/** Where notices appear: above everything, also above an open dialog where the browser can do that. */
export function Notices() {
  const { language } = useLanguage();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null || typeof element.showPopover !== 'function') return;
    if (element.matches(':popover-open')) element.hidePopover();
    if (shown.length > 0) element.showPopover();
  }, [shown]);
  return (
    <div
      ref={box}
      popover="manual"
      role="status"
      className={shown.length > 0 ? 'bg-notices bg-notices-on' : 'bg-notices'}
    >
      {shown.map((notice) => (
        <p key={notice.number} className={notice.problem ? 'bg-notice-line bg-notice-problem' : 'bg-notice-line'}>
          {pick(notice.words, language)}
        </p>
      ))}
    </div>
  );
}
