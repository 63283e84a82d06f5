import axios, { type Method } from 'axios';
import * as z from 'zod';
import type { Keycloak } from './server.ts';

const CALL_MS = 60_000;
/** A token is left behind so long before it ends. */
const MARGIN_MS = 20_000;

const Token = z.object({ access_token: z.string(), expires_in: z.number() });

/** What sets up a Keycloak for a demo or a test: as its first administrator, who may do anything. */
export interface KeycloakAdmin {
  url: string;
  /** @param path below `/admin/realms`, as `/agency/users?first=0` */
  get<T>(path: string, shape: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, shape: z.ZodType<T>): Promise<T>;
  /** @returns the id of what was made, where something was */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<string>;
  /** Rights on a realm are not in a token that is older than the realm. */
  forgetToken(): void;
}

export function keycloakAdmin({ url, admin }: Pick<Keycloak, 'url' | 'admin'>): KeycloakAdmin {
  const http = axios.create({ baseURL: url, timeout: CALL_MS, validateStatus: () => true });
  let held: { token: string; until: number } | null = null;

  const token = async (): Promise<string> => {
    if (held !== null && Date.now() < held.until) return held.token;
    const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...admin });
    const { status, data } = await http.post('/realms/master/protocol/openid-connect/token', form);
    if (status !== 200) throw new Error(`Keycloak refused its administrator: ${status} ${JSON.stringify(data)}`);
    const { access_token, expires_in } = Token.parse(data);
    held = { token: access_token, until: Date.now() + expires_in * 1_000 - MARGIN_MS };
    return access_token;
  };
  const call = async (method: Method, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const answer = await http.request({ method, url: `/admin/realms${path}`, data: body, headers });
    if (answer.status < 300) return answer;
    throw new Error(`Keycloak: ${method} ${path}: ${answer.status} ${JSON.stringify(answer.data)}`);
  };
  return {
    url,
    get: async (path, shape) => shape.parse((await call('GET', path)).data),
    post: async (path, body, shape) => shape.parse((await call('POST', path, body)).data),
    send: async (method, path, body) => {
      const { headers } = await call(method, path, body);
      return String(headers.location ?? '').replace(/.*\//, '');
    },
    forgetToken: () => {
      held = null;
    },
  };
}
