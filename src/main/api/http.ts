import axios, {
  AxiosError,
  type AxiosInstance,
  CanceledError,
  type InternalAxiosRequestConfig,
  isAxiosError,
} from 'axios';
import axiosRetry from 'axios-retry';
import { failureOf } from '../../client/index.ts';
import { HEADERS } from '../../contract/headers.ts';
import type { Session } from '../session/session.ts';
import { SignedOutError } from '../session/session-tokens.ts';
import { backoffMs } from './backoff.ts';

declare module 'axios' {
  interface InternalAxiosRequestConfig {
    /** The access token that this request carried, once it was refused and a new one taken. */
    refusedToken?: string;
  }
}

const TIMEOUT_MS = 10_000;

/** Answers of a moment. Not 429: the person is told how long to wait. */
const NOT_NOW: readonly number[] = [502, 503, 504];
const RETRY = { firstMs: 300, mostMs: 2000 };

/** What of a session the way to the API needs. */
type TokenSource = Pick<Session, 'accessToken' | 'accessTokenAfter' | 'end'>;

export interface HttpOptions {
  api: string;
  /** Electron's `net.fetch`: the system's proxy and certificates count. */
  fetch: typeof fetch;
  session: TokenSource;
  workstation: () => string;
  version: string;
}

/** Main's way to the API: adds who asks, renews tokens, repeats what may be repeated. */
export function createHttp({ api, fetch, session, workstation, version }: HttpOptions): AxiosInstance {
  const http = axios.create({
    baseURL: api,
    adapter: 'fetch',
    env: { fetch },
    // A redirect would carry personal data where the configuration does not say.
    fetchOptions: { redirect: 'error', credentials: 'omit', cache: 'no-store' },
    timeout: TIMEOUT_MS,
  });

  http.interceptors.request.use(async (request) => {
    const token = await tokenFor(request, session);
    request.headers.set('authorization', `Bearer ${token}`);
    request.headers.set(HEADERS.workstation, workstation());
    request.headers.set(HEADERS.consoleVersion, version);
    return request;
  });

  // Reading only: a search or an opening leaves an entry each time, and acts are asked again by `Acts`, with their key.
  axiosRetry(http, {
    retries: 2,
    shouldResetTimeout: true,
    retryCondition: (error) =>
      error.config?.method === 'get' &&
      error.config.responseType !== 'stream' &&
      (error.response === undefined ? !axios.isCancel(error) : NOT_NOW.includes(error.response.status)),
    retryDelay: (count) => backoffMs(count, RETRY),
  });

  http.interceptors.response.use(undefined, async (error: unknown) => {
    if (!isAxiosError(error) || error.response?.status !== 401 || error.config === undefined) throw error;
    if (error.config.refusedToken === undefined && failureOf(error).code !== 'session_ended') {
      error.config.refusedToken = String(error.config.headers.get('authorization')).replace('Bearer ', '');
      return http.request(error.config);
    }
    void session.end('refused');
    throw error;
  });
  return http;
}

async function tokenFor({ refusedToken }: InternalAxiosRequestConfig, session: TokenSource): Promise<string> {
  try {
    return await (refusedToken === undefined ? session.accessToken() : session.accessTokenAfter(refusedToken));
  } catch (error) {
    if (error instanceof SignedOutError) throw new CanceledError('signed out');
    throw new AxiosError('The access token could not be renewed', AxiosError.ERR_NETWORK);
  }
}
