import type { FastifyReply, FastifyRequest } from 'fastify';

export type CookieName =
  | 'lockdesk_citizen'
  | 'lockdesk_choosing'
  | 'lockdesk_device'
  | 'lockdesk_phone'
  | 'lockdesk_language';

const YEAR_S = 365 * 24 * 3600;
const LASTING: ReadonlySet<CookieName> = new Set(['lockdesk_device', 'lockdesk_language']);

export function cookiesOf(request: FastifyRequest): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return new Map(pairs);
}

/** Sets a cookie, or ends it with null. Scripts cannot read it, and other sites' forms do not carry it. */
export function setCookie(reply: FastifyReply, name: CookieName, value: string | null): void {
  const age = value === null ? '; Max-Age=0' : LASTING.has(name) ? `; Max-Age=${YEAR_S}` : '';
  reply.header('set-cookie', `${name}=${value ?? ''}; Path=/; HttpOnly; SameSite=Lax${age}`);
}
