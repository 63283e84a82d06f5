import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type { Office, Role } from '../../contract/index.ts';

const AUDIENCE = 'lockdesk-api';
const ALGORITHM = 'ES256';
const LIFETIME_S = 300;

/** A person or system that the test issuer mints tokens for. */
export interface TestPerson {
  subject: string;
  roles: readonly Role[];
  name?: string;
  staffNumber?: string;
  office?: Office;
  scope?: readonly string[];
  /** Their own account, by its id in the directory. */
  account?: string;
}

const gulou: Office = { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' };
const suzhou: Office = { code: '320508-01', name: '苏州市车管所姑苏分所', division: '320508' };

/** Someone of each role; two clerks and two supervisors of different cities. */
export const PEOPLE = {
  clerk: { subject: 'limin', roles: ['clerk'], name: '李敏', staffNumber: '0417', office: gulou, scope: ['3201'] },
  otherClerk: {
    subject: 'zhangwei',
    roles: ['clerk'],
    name: '张伟',
    staffNumber: '0533',
    office: suzhou,
    scope: ['3205'],
  },
  supervisor: { subject: 'zhoujianguo', roles: ['supervisor'], name: '周建国', office: gulou, scope: ['3201'] },
  otherSupervisor: { subject: 'chenjing', roles: ['supervisor'], name: '陈静', office: suzhou, scope: ['3205'] },
  auditor: { subject: 'hejia', roles: ['auditor'], name: '何佳', scope: [''] },
  administrator: { subject: 'maxiaoyan', roles: ['administrator'], name: '马晓燕' },
  directory: { subject: 'sign-in-system', roles: ['directory'] },
} as const satisfies Record<string, TestPerson>;

export interface TestIssuer {
  url: string;
  introspectionUrl: string;
  /** An access token as the issuer mints it; `claims` and `header` go over its own. */
  token(person: TestPerson, claims?: JWTPayload, header?: Partial<JWTHeaderParameters>): string;
  /** Any header and payload, not even JSON, under the issuer's own signature. */
  signRaw(header: string, payload: string): string;
  /** Header and claims of a token as `token` makes it. */
  parts(person: TestPerson): { header: JWTHeaderParameters; claims: JWTPayload };
  /** What anybody can have from the key set. */
  publicKey: KeyObject;
  /** Introspection answers `active: false` for them from now on. */
  disabled: Set<string>;
  /** How often it was asked so far. */
  asked: { keys: number; introspection: number };
  close(): Promise<void>;
}

/** An OpenID provider as far as the API sees one: discovery, a key set, introspection. On loopback, at a free port. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'test-key', alg: ALGORITHM, use: 'sig' };
  const disabled = new Set<string>();
  const asked = { keys: 0, introspection: 0 };

  const answers: Record<string, (body: string) => unknown> = {
    '/.well-known/openid-configuration': () => ({ issuer: url, jwks_uri: `${url}/jwks` }),
    '/jwks': () => {
      asked.keys++;
      return { keys: [key] };
    },
    '/introspect': (body) => {
      asked.introspection++;
      const payload = new URLSearchParams(body).get('token')?.split('.')[1] ?? '';
      const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
      return { active: sub !== undefined && !disabled.has(sub) };
    },
  };
  const respond: RequestListener = (request, response) => {
    const answer = answers[request.url ?? ''];
    let body = '';
    request.setEncoding('utf8').on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer?.(body)));
    });
  };
  const server = createServer(respond);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const parts = (person: TestPerson) => {
    const now = Math.floor(Date.now() / 1000);
    return {
      header: { alg: ALGORITHM, typ: 'at+jwt', kid: key.kid },
      claims: {
        iss: url,
        aud: AUDIENCE,
        sub: person.subject,
        iat: now,
        exp: now + LIFETIME_S,
        name: person.name,
        lockdesk_roles: person.roles,
        lockdesk_staff_number: person.staffNumber,
        lockdesk_office: person.office,
        lockdesk_scope: person.scope,
        lockdesk_account: person.account,
      },
    };
  };
  const signRaw = (header: string, payload: string) => {
    const signed = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  };
  return {
    url,
    introspectionUrl: `${url}/introspect`,
    disabled,
    asked,
    publicKey,
    parts,
    signRaw,
    token: (person, claims = {}, header = {}) => {
      const own = parts(person);
      return signRaw(JSON.stringify({ ...own.header, ...header }), JSON.stringify({ ...own.claims, ...claims }));
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
