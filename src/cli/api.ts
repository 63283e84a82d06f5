import { setTimeout as delay } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { type Client, createClient, LockdeskError } from '../client/index.ts';
import type { Failure } from '../contract/index.ts';
import type { ReadToken } from './token.ts';

/** How long commands wait for an API that is starting again, or for the next token. */
export const PATIENCE_MS = 120_000;

const ANSWER_MS = 60_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** What passes by itself: the same call again may succeed. */
const PASSING: readonly Failure['code'][] = [
  'network',
  'timeout',
  'rate_limited',
  'overloaded',
  'database_unavailable',
  'ledger_unavailable',
  'internal',
];
/** The token has ended: whoever renews it may have written the next one. */
const TOKEN: readonly Failure['code'][] = ['token_missing', 'token_invalid', 'token_expired', 'session_ended'];
/** Of a proxy in front of an API that is starting again. */
const GATEWAY = [502, 503, 504];

export interface ApiOptions {
  url: string;
  readToken: ReadToken;
  /** How long a call is tried again while nothing comes of it. */
  patienceMs: number;
  signal: AbortSignal;
}

/** Calls that may be repeated without harm, repeated until they succeed, the patience is over or the failure is final. */
export class PatientApi {
  readonly #options: ApiOptions;
  readonly #client: Client;
  readonly #http: AxiosInstance;
  #token: string | null = null;

  constructor(options: ApiOptions) {
    this.#options = options;
    const http = axios.create({ baseURL: options.url, timeout: ANSWER_MS, maxRedirects: 0 });
    http.interceptors.request.use((config) => {
      config.headers.set('authorization', `Bearer ${this.#token}`);
      return config;
    });
    this.#http = http;
    this.#client = createClient(http);
  }

  /** @throws LockdeskError */
  async call<T>(send: (client: Client, http: AxiosInstance) => Promise<T>): Promise<T> {
    const { patienceMs, readToken, signal } = this.#options;
    this.#token ??= await readToken();
    const end = Date.now() + patienceMs;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await send(this.#client, this.#http);
      } catch (error) {
        if (!(error instanceof LockdeskError)) throw error;
        const { failure } = error;
        const told = retryAfterMs(failure) ?? wait;
        if (!isPassing(failure) || Date.now() + told > end || signal.aborted) throw error;
        const before: string | null = this.#token;
        if (TOKEN.includes(failure.code)) this.#token = await readToken();
        if (this.#token === before) await delay(told, undefined, { signal }).catch(() => {});
      }
    }
  }
}

function isPassing({ code, status }: Failure): boolean {
  return PASSING.includes(code) || TOKEN.includes(code) || (code === 'answer_invalid' && GATEWAY.includes(status ?? 0));
}

function retryAfterMs({ details }: Failure): number | null {
  return 'retry_after_s' in details && typeof details.retry_after_s === 'number' ? details.retry_after_s * 1000 : null;
}
