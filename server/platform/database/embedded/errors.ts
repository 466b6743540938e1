import { alreadyRunningWords, type Holder } from './running.mjs';

/** The embedded database could not be used; the message says in both languages what to do. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
  constructor(chinese: string, english: string, options?: ErrorOptions) {
    super(`${chinese}\n${english}`, options);
  }
}

/** Another living process serves from the same data. */
export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError';
  readonly holder: Holder;
  constructor(holder: Holder) {
    super(alreadyRunningWords(holder));
    this.holder = holder;
  }
}
