/** One request and its answer, as far as HTTP goes. What the answer means is `answer.ts`'s. */
import axios, { type AxiosInstance } from 'axios';
import { KeycloakFault } from './fault.ts';

/** How long one answer may take. A healthy Keycloak takes some milliseconds, and a page of users a second. */
const ANSWER_MS = 10_000;
/** A page of 500 users with attributes is about one megabyte. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

export interface Request {
  /** For faults and logs; it names nobody. */
  name: string;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface Answer {
  status: number;
  body: string;
  retryAfterMs: number | null;
}

/**
 * @param signal aborted to give up what is on its way; the promise is then rejected with its reason
 * @throws KeycloakFault where no answer came
 */
export async function exchange(http: AxiosInstance, request: Request, signal: AbortSignal): Promise<Answer> {
  const late = AbortSignal.timeout(ANSWER_MS);
  try {
    const { status, data, headers } = await http.request<string>({
      method: request.method,
      url: request.url,
      headers: request.headers,
      data: request.body,
      responseType: 'text',
      transformResponse: (body: string) => body,
      maxContentLength: ANSWER_MAX_BYTES,
      validateStatus: () => true,
      signal: AbortSignal.any([signal, late]),
    });
    return { status, body: data, retryAfterMs: retryAfter(headers['retry-after']) };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new KeycloakFault('slow', request.name);
    // Never as the cause: it holds the request, with the token or the secret.
    if (axios.isAxiosError(error)) throw noAnswer(request.name, error.code ?? 'unknown');
    throw error;
  }
}

function noAnswer(call: string, code: string): KeycloakFault {
  // Longer than any page, or not HTTP at all.
  if (code === 'ERR_BAD_RESPONSE' || code.startsWith('HPE_')) {
    return new KeycloakFault('not_keycloak', call, { seen: code });
  }
  return new KeycloakFault(/CERT|SIGNATURE|^ERR_TLS/.test(code) ? 'untrusted' : 'unreachable', call, { seen: code });
}

/** RFC 9110 §10.2.3, in seconds; a date is no use while clocks differ. */
function retryAfter(header: unknown): number | null {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}
