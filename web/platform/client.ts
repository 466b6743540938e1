/** The one way to the API: a contract in, its answer out, or an `ApiProblem` with words in both languages. Knows no React. */
import type { z } from 'zod';
import type { Contract } from '#contracts/contract.ts';
import type { Language, Problem } from '#contracts/errors.ts';
import { addressOf, type WireInput } from './address.ts';
import { currentLanguage } from './language-store.ts';

type Part<Name extends string, Schema extends z.ZodType> =
  Record<never, never> extends z.input<Schema> ? { [K in Name]?: z.input<Schema> } : { [K in Name]: z.input<Schema> };

/** Any contract, for code that does not look inside. */
export type AnyContract = Pick<
  Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  'method' | 'path' | 'kind' | 'params' | 'query' | 'body' | 'response' | 'access'
>;

/** What a contract takes: a part is optional when it may be empty. */
export type InputOf<C extends AnyContract> = Part<'params', C['params']> &
  Part<'query', C['query']> &
  Part<'body', C['body']>;
/** What a contract answers. */
export type OutputOf<C extends AnyContract> = z.output<C['response']>;
/** The input argument, left out when nothing is needed. */
export type InputArgument<C extends AnyContract> =
  Record<never, never> extends InputOf<C> ? [input?: InputOf<C>] : [input: InputOf<C>];

export interface CallOptions {
  /** one a user's act, the same over its retries; a write without one gets its own */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** the files of a contract of kind `upload` */
  form?: FormData;
}

const unreachable = {
  zh: '连不上服务器。请检查网络后重试，已填写的内容不会丢失',
  en: 'The server cannot be reached. Check the network and try again; what you typed is kept',
};
const unexpected = {
  zh: '服务器出错了，没有完成。请稍后重试；若再次出现，请把时间告诉系统管理员',
  en: 'The server failed and nothing was done. Try again shortly; if it happens again, tell the administrator the time',
};

/** A refusal or a failure, with what to do. `errors` name the fields, for forms and files. */
export class ApiProblem extends Error {
  readonly code: string;
  /** 0 when the server was not reached */
  readonly status: number;
  readonly words: { zh: string; en: string };
  readonly params: Record<string, unknown>;
  readonly errors: Array<{ path: string; message: string }>;

  constructor(problem: Pick<Problem, 'code' | 'status' | 'words'> & Partial<Pick<Problem, 'params' | 'errors'>>) {
    super(problem.words.en);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.words = problem.words;
    this.params = problem.params ?? {};
    this.errors = problem.errors ?? [];
  }

  /** The server was not reached, or could not serve: the same act may be sent again. */
  get mayRetry(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

let signInNeeded: () => void = () => {};

/** What to do when an answer says that nobody is signed in. */
export function onSignInNeeded(act: () => void): void {
  signInNeeded = act;
}

/** Performs one operation. Throws `ApiProblem`. */
export async function call<C extends AnyContract>(
  contract: C,
  ...[input, options]: [...InputArgument<C>, options?: CallOptions]
): Promise<OutputOf<C>> {
  const response = await send(contract, (input ?? {}) as WireInput, (options ?? {}) as CallOptions);
  return (await response.json()) as OutputOf<C>;
}

/** Fetches a contract of kind `file` and hands it to the browser under the name that the server gave it. */
export async function download<C extends AnyContract>(contract: C, ...[input]: InputArgument<C>): Promise<void> {
  const response = await send(contract, (input ?? {}) as WireInput, {});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get('content-disposition')) ?? 'baogong';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Sends files. `fields` go before the files, so that the server knows them when the first byte of a file arrives. */
export async function upload<C extends AnyContract>(
  contract: C,
  input: { files: File[]; fields?: Record<string, string>; params?: z.input<C['params']>; query?: z.input<C['query']> },
  options: CallOptions = {},
): Promise<OutputOf<C>> {
  const form = new FormData();
  for (const [name, value] of Object.entries(input.fields ?? {})) form.append(name, value);
  for (const file of input.files) form.append('file', file, file.name);
  const response = await send(contract, { params: input.params, query: input.query }, { ...options, form });
  return (await response.json()) as OutputOf<C>;
}

async function send(contract: AnyContract, input: WireInput, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage() === 'zh' ? 'zh-CN' : 'en',
  };
  const write = contract.method !== 'GET';
  if (write) headers['idempotency-key'] = options.idempotencyKey ?? newKey();
  if (write && options.form === undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(addressOf(contract, input), {
      method: contract.method,
      headers,
      credentials: 'same-origin',
      ...(write ? { body: options.form ?? JSON.stringify(input.body ?? {}) } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new ApiProblem({ code: 'network', status: 0, words: unreachable });
  }
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (problem.code === 'sign-in.needed') signInNeeded();
  throw problem;
}

async function problemIn(response: Response): Promise<ApiProblem> {
  const answer: unknown = await response.json().catch(() => null);
  if (isProblem(answer)) return new ApiProblem({ ...answer, status: response.status });
  return new ApiProblem({ code: 'unexpected', status: response.status, words: unexpected });
}

function isProblem(answer: unknown): answer is Problem {
  const words = (answer as Partial<Problem> | null)?.words;
  return typeof words?.zh === 'string' && typeof words.en === 'string';
}

/** Anything thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): ApiProblem {
  return thrown instanceof ApiProblem ? thrown : new ApiProblem({ code: 'unexpected', status: 500, words: unexpected });
}

function fileName(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/iu.exec(disposition ?? '')?.[1];
  return encoded === undefined ? null : decodeURIComponent(encoded);
}

/** A key that no other act has. `crypto.randomUUID` needs a secure context, which a plain address inside a building's network is not. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function wordsIn(problem: ApiProblem, language: Language): string {
  return problem.words[language];
}
