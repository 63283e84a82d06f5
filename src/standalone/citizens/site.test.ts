import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Client, createClient } from '../../client/index.ts';
import { type Standalone, startStandalone } from '../index.ts';
import { Browser } from '../provider/signing-in.ts';
import type { Secrets } from '../secrets.ts';
import { createDatabase } from '../testing.ts';
import { directoryTokens, staffToken } from '../tokens.ts';
import { AttemptOutbox } from './outbox.ts';
import { demoPassword } from './passwords.ts';
import { demoCitizens } from './people.ts';

const CITIZENS = demoCitizens(40);
/** Each test has citizens of its own, of Nanjing, where the clerk is. */
const nanjing = CITIZENS.filter(({ division, phone }) => division.startsWith('3201') && phone).values();

interface Person {
  externalId: string;
  document: string;
  phone: string;
  password: string;
}

let dataDir: string;
let system: Standalone;
let secrets: Secrets;
let clerk: Client;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lockdesk-test-'));
  const progress = () => {};
  system = await startStandalone({
    port: 0,
    dataDir,
    fresh: false,
    citizens: CITIZENS.length,
    traffic: null,
    progress,
  });
  secrets = JSON.parse(await readFile(path.join(dataDir, 'secrets.json'), 'utf8'));
  clerk = clientOf(await staffToken(system.issuer, 'limin', secrets.staffPassword));
});

afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true });
});

function clientOf(token: string): Client {
  return createClient(axios.create({ baseURL: system.api, headers: { authorization: `Bearer ${token}` } }));
}

function nextPerson(): Person {
  const { value: row } = nanjing.next();
  if (!row?.phone) throw new Error('no citizen left');
  const { external_id: externalId, document_number: document, phone } = row;
  return { externalId, document, phone, password: demoPassword(externalId) };
}

/** Somebody's own browser, with the forms of the site. */
class Page {
  readonly browser = new Browser();

  async signIn(name: string, password: string): Promise<number> {
    await this.browser.visit(`${system.citizens}/`);
    return (await this.browser.submit({ name, password })).status;
  }

  get heading(): string {
    return /<h1>([^<]*)/.exec(this.browser.page)?.[1] ?? '';
  }

  /** The page without the phone and the people beside it. */
  get main(): string {
    return /<main.*<\/main>/s.exec(this.browser.page)?.[0] ?? '';
  }

  async texts(): Promise<string[]> {
    await this.browser.visit(`${system.citizens}/phone`);
    return [...this.browser.page.matchAll(/<p lang="zh-CN">(.*?)<\/p>/g)].map(([, text = '']) =>
      text.replaceAll(/<[^>]+>/g, ''),
    );
  }
}

async function lockOut({ document }: Person): Promise<Page> {
  const page = new Page();
  for (const at of [1, 2, 3, 4, 5]) await page.signIn(document, `zhufa-${at}`);
  return page;
}

/** Opens the account by its document, as a clerk does. */
async function open({ document }: Person) {
  const { hits, search_id } = await clerk.searchAccounts({ text: document });
  return clerk.openAccount({ account_id: hits[0]?.account.id ?? '', search_id });
}

async function actInput(person: Person) {
  const { opening_id, account } = await open(person);
  return {
    account_id: account.id,
    opening_id,
    version: account.version,
    verification: { method: 'id_card', reading: 'typed' },
    channel: 'counter',
  } as const;
}

async function unlock(person: Person): Promise<void> {
  const input = { ...(await actInput(person)), reason: { code: 'remembered_password' as const } };
  await clerk.unlockAccount(input, { idempotencyKey: randomUUID() });
}

async function reset(person: Person): Promise<void> {
  const input = { ...(await actInput(person)), reason: { code: 'forgot_password' as const } };
  await clerk.forceReset(input, { idempotencyKey: randomUUID() });
}

/** Settles when the phone has a text of that kind; a message that never comes ends in the test's time-out. */
async function text(page: Page, like: RegExp): Promise<string> {
  for (;;) {
    const found = (await page.texts()).find((message) => like.test(message));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('signing in', () => {
  it('lets a citizen in by document number or phone', async () => {
    const person = nextPerson();
    for (const name of [person.document, person.phone]) {
      const page = new Page();
      expect(await page.signIn(name, person.password)).toBe(200);
      expect(page.heading).toContain('您好');
    }
  });

  it('pauses an account at the fifth wrong password, tells its phone, and says nothing of the right password', async () => {
    const person = nextPerson();
    const page = await lockOut(person);
    expect(page.heading).toBe('暂时不能登录');
    expect(await page.signIn(person.document, person.password)).toBe(403);
    expect(page.heading).toBe('暂时不能登录');
    await text(page, /已暂停登录/);
    const { items } = await clerk.listLockedAccounts({});
    const { account, lock } = await open(person);
    expect(lock).toMatchObject({ kind: 'temporary', cause: 'many_wrong_passwords', failures: 5 });
    expect(items.map(({ account_id }) => account_id)).toContain(account.id);
  });

  it('says the same of every account and of none', async () => {
    const locked = await lockOut(nextPerson());
    const nobody = await lockOut({ ...nextPerson(), document: '320106199001010000' });
    expect(nobody.main).toBe(locked.main);
    const wrong = new Page();
    await wrong.signIn(nextPerson().document, 'zhufa-1');
    const unknown = new Page();
    await unknown.signIn('320106199001010001', 'zhufa-1');
    const withoutName = (page: Page) => page.main.replace(/value="[^"]*"/, '');
    expect(withoutName(unknown)).toBe(withoutName(wrong));
  });

  it('does not lock for one saved password that repeats itself', async () => {
    const person = nextPerson();
    const page = new Page();
    for (let times = 0; times < 8; times++) expect(await page.signIn(person.document, 'lao-mima-1')).toBe(401);
    expect(await page.signIn(person.document, person.password)).toBe(200);
  });

  it('believes nobody but its own traffic about where they come from', async () => {
    const person = nextPerson();
    await fetch(`${system.citizens}/sign-in`, {
      method: 'POST',
      headers: { 'x-forwarded-for': '222.190.8.8', 'lockdesk-traffic': 'guess' },
      body: new URLSearchParams({ name: person.document, password: 'zhufa-1' }),
    });
    const { opening_id, account } = await open(person);
    const { items } = await clerk.listAttempts({ account_id: account.id, opening_id });
    expect(items[0]).toMatchObject({ outcome: 'wrong_password', ip: '127.0.0.1' });
  });

  it('takes no form that stands on another site', async () => {
    const person = nextPerson();
    const response = await fetch(`${system.citizens}/sign-in`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ name: person.document, password: person.password }),
    });
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie().join()).not.toContain('lockdesk_citizen');
  });

  it.each(['', '\0', 'x'.repeat(500), '😀\ud800', "'; DROP TABLE citizens --"])('takes %j for nobody', async (name) => {
    expect(await new Page().signIn(name, 'zhufa-1')).toBe(401);
  });
});

describe('after a clerk helped', () => {
  it('an unlock lets the same password in again, and the phone tells of it', async () => {
    const person = nextPerson();
    const page = await lockOut(person);
    await unlock(person);
    expect(await page.signIn(person.document, person.password)).toBe(200);
    await text(page, /解锁/);
  });

  it('a forced reset ends the session and the old password; the code works once, for a strong password', async () => {
    const person = nextPerson();
    const elsewhere = new Page();
    await elsewhere.signIn(person.document, person.password);
    await reset(person);

    await elsewhere.browser.visit(`${system.citizens}/home`);
    expect(elsewhere.heading).toBe('登录');
    expect(await elsewhere.signIn(person.document, person.password)).toBe(403);

    const code = /\w{3} \w{3} \w{3}/.exec(await text(elsewhere, /重置码/))?.[0] ?? '';
    const page = new Page();
    const redeem = async (typed: string) => {
      await page.browser.visit(`${system.citizens}/redeem`);
      return (await page.browser.submit({ name: person.document, code: typed })).status;
    };
    expect(await redeem('000 000 000')).toBe(403);
    expect(await redeem(code)).toBe(200);
    expect(page.heading).toBe('设置新密码');
    for (const weak of ['12345678', 'zhufa-7', `${person.phone}-zhufa-7lu`]) {
      expect((await page.browser.submit({ password: weak })).status).toBe(400);
    }
    expect((await page.browser.submit({ password: 'zhufa-7lu-qiaomai' })).status).toBe(200);
    expect(page.heading).toContain('您好');

    expect(await redeem(code)).toBe(403);
    expect(await new Page().signIn(person.document, person.password)).toBe(401);
    expect(await new Page().signIn(person.document, 'zhufa-7lu-qiaomai')).toBe(200);
  });

  it('the page for a new password is for whoever redeemed a code', async () => {
    const answer = await fetch(`${system.citizens}/password`);
    expect(answer.status).toBe(403);
    const posted = await fetch(`${system.citizens}/password`, {
      method: 'POST',
      headers: { cookie: 'lockdesk_choosing=guess' },
      body: new URLSearchParams({ password: 'zhufa-7lu-qiaomai' }),
    });
    expect(posted.status).toBe(403);
  });
});

describe('messages', () => {
  const send = (secret: string, body: string, id: string) => {
    const now = new Date();
    return fetch(`${system.citizens}/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, now, body),
      },
      body,
    });
  };

  it('come from the API alone, and once', async () => {
    const person = nextPerson();
    const body = JSON.stringify({ type: 'unlock_notice', to: person.phone, text: '试' });
    expect((await send('whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0', body, 'a')).status).toBe(401);
    expect((await send(secrets.notifierSecret, body, 'b')).status).toBe(204);
    expect((await send(secrets.notifierSecret, body, 'b')).status).toBe(204);
    expect((await send(secrets.notifierSecret, '{"to":1}', 'c')).status).toBe(400);
    const page = new Page();
    await page.browser.visit(`${system.citizens}/?citizen=${person.externalId}`);
    expect(await page.texts()).toEqual(['试']);
  });
});

describe('the outbox of attempts', () => {
  it('keeps what the API could not be told, also over a restart, and tells it later', async () => {
    const person = nextPerson();
    const pool = new Pool({ connectionString: await createDatabase(inject('postgresUrl')) });
    const token = await directoryTokens(system.issuer, secrets.directoryClientSecret)();
    const report = {
      occurred_at: new Date().toISOString(),
      external_id: person.externalId,
      sign_in_name: person.document,
      outcome: 'wrong_password',
    } as const;

    const away = createClient(axios.create({ baseURL: 'http://127.0.0.1:9' }));
    const first = await AttemptOutbox.open(pool, away, () => {});
    await first.report(report);
    await first.close();

    const second = await AttemptOutbox.open(pool, clientOf(token), () => {});
    const { answer } = await second.report({ ...report, outcome: 'success' });
    expect(await answer).toMatchObject({ external_id: person.externalId, known: true, locked: false });
    await second.close();
    expect((await pool.query('SELECT 1 FROM attempt_outbox')).rowCount).toBe(0);
    await pool.end();

    const { opening_id, account } = await open(person);
    const { items } = await clerk.listAttempts({ account_id: account.id, opening_id });
    expect(items.map(({ outcome }) => outcome).sort()).toEqual(['success', 'wrong_password']);
  });
});
