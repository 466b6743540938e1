/** The chosen language outside React: the client's headers and the first paint need it. */
import type { Language } from '#contracts/errors.ts';

const KEY = 'baogong.language';
const listeners = new Set<() => void>();
let language: Language = read();

function read(): Language {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'zh' || kept === 'en') return kept;
  } catch {
    // storage may be forbidden; the browser's language then decides each time
  }
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

export function currentLanguage(): Language {
  return language;
}

export function chooseLanguage(next: Language): void {
  language = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // kept for this visit only
  }
  applyLanguage();
  for (const listener of listeners) listener();
}

/** Tells the document, for screen readers and for the choice of glyphs. */
export function applyLanguage(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
