import { createHash, randomUUID } from 'node:crypto';
import { TRAFFIC_HEADER } from '../citizens/origin.ts';
import { uuidFrom } from '../uuid-from.ts';

const TIMEOUT_MS = 20_000;

const BROWSERS = [
  'Mozilla/5.0 (Linux; Android 16; HUAWEI Mate 80) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 16; Xiaomi 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
];
const SCRIPT = 'python-requests/2.32.5';

export type Answer = 'signed_in' | 'wrong' | 'paused' | 'unavailable';

const ANSWERS: Readonly<Record<number, Answer>> = { 303: 'signed_in', 401: 'wrong', 403: 'paused' };

export interface VisitorOptions {
  site: string;
  trafficSecret: string;
  address: string;
  /** Whose device it is: the same text is the same device each time. Null: a script that keeps no cookies. */
  owner: string | null;
}

/** Somebody before the site's forms, seen only as the site sees them: an address, a device, what they type. */
export class Visitor {
  readonly #options: VisitorOptions;

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  async signIn(name: string, password: string): Promise<Answer> {
    const { status } = await this.#post('/sign-in', { name, password });
    return ANSWERS[status] ?? 'unavailable';
  }

  /** Types the code of a text message, then a new password. */
  async redeem(name: string, code: string, newPassword: string): Promise<boolean> {
    const redeemed = await this.#post('/redeem', { name, code, form: randomUUID() });
    const choosing = redeemed.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0] ?? '')
      .find((cookie) => cookie.startsWith('lockdesk_choosing='));
    if (!choosing) return false;
    return (await this.#post('/password', { password: newPassword }, choosing)).status === 303;
  }

  async #post(path: string, fields: Record<string, string>, ...cookies: string[]): Promise<Response> {
    const { site, trafficSecret, address, owner } = this.#options;
    const agent = owner === null ? SCRIPT : (BROWSERS[digest(owner).readUInt8() % BROWSERS.length] ?? SCRIPT);
    if (owner !== null) cookies.push(`lockdesk_device=${uuidFrom(owner)}`);
    const response = await fetch(new URL(path, site), {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: {
        'user-agent': agent,
        'x-forwarded-for': address,
        [TRAFFIC_HEADER]: trafficSecret,
        cookie: cookies.join('; '),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response;
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
