import { useCallback, useSyncExternalStore } from 'react';
import { fillWords, type Language } from '#contracts/errors.ts';
import { chooseLanguage, currentLanguage, onLanguage } from './language-store.ts';

/** Words of a page: `{ title: ['态势', 'Situation'], left: ['还剩 {days} 天', '{days} days left'] }`. */
export type Words<Name extends string = string> = Record<Name, readonly [zh: string, en: string]>;
/** A word of the page in the reader's language; `{name}` is filled from the parameters. */
export type Text<Name extends string> = (name: Name, params?: Record<string, unknown>) => string;

export function useLanguage(): { language: Language; choose: (language: Language) => void } {
  const language = useSyncExternalStore(onLanguage, currentLanguage);
  return { language, choose: chooseLanguage };
}

/** `const text = useText(words); text('left', { days: 3 })`. Keep `words` outside the component. */
export function useText<Name extends string>(words: Words<Name>): Text<Name> {
  const { language } = useLanguage();
  return useCallback((name, params) => pick(words[name], language, params), [words, language]);
}

/** One pair of words in one language. */
export function pick(
  pair: readonly [zh: string, en: string],
  language: Language,
  params?: Record<string, unknown>,
): string {
  const word = pair[language === 'zh' ? 0 : 1];
  return params === undefined ? word : fillWords(word, params, language);
}

/** Several names in one line: '山阳区、解放区', 'Shanyang, Jiefang'. */
export const joined = (parts: readonly string[], language: Language): string =>
  parts.join(language === 'zh' ? '、' : ', ');

/** The same in the reader's language. */
export function useListed(): (parts: readonly string[]) => string {
  const { language } = useLanguage();
  return useCallback((parts) => joined(parts, language), [language]);
}

/** The name of a thing of the registry; the Chinese name where no English one is recorded. */
export function localName(thing: { name: string; nameEn?: string | null | undefined }, language: Language): string {
  return language === 'en' && thing.nameEn ? thing.nameEn : thing.name;
}
