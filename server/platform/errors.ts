import { errorWords, fillWords, type Language, type Problem } from '#contracts/errors.ts';

/** A failure that a user can cause and mend. Its words stand in the catalogue of contracts/errors.ts under `code`. */
export class DomainError extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  /** field by field, for forms and files */
  readonly errors: Array<{ path: string; message: string }> | undefined;

  constructor(code: string, params: Record<string, unknown> = {}, errors?: Array<{ path: string; message: string }>) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.params = params;
    this.errors = errors;
  }
}

/** The problem+json (RFC 9457) of an expected failure, in the language asked for and in both under `words`. */
export function problemOf(error: DomainError, language: Language): Problem {
  const words = errorWords(error.code);
  if (!words) throw new Error(`no words for the error code ${error.code}`);
  const zh = fillWords(words.zh, error.params, 'zh');
  const en = fillWords(words.en, error.params, 'en');
  return {
    type: `urn:baogong:error:${error.code}`,
    title: language === 'zh' ? zh : en,
    status: words.status,
    code: error.code,
    detail: language === 'zh' ? zh : en,
    words: { zh, en },
    params: error.params,
    ...(error.errors ? { errors: error.errors } : {}),
  };
}
