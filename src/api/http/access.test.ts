/** Promise 19: authorization is complete. The rows come from the contract's tables: a new one is tested by being there. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ENDPOINTS, type Endpoint, OPERATIONS, type Operation, ROLES, type Role } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { inScope } from './scope.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const ROWS = [...Object.entries<Operation | Endpoint>(OPERATIONS), ...Object.entries<Operation | Endpoint>(ENDPOINTS)];

/** Every set of at most two roles. */
const ROLE_SETS: Role[][] = [
  [],
  ...ROLES.map((role) => [role]),
  ...ROLES.flatMap((one, at) => ROLES.slice(at + 1).map((other) => [one, other])),
];

/** Someone who has them, with scope and office as a clerk. */
const person = (roles: readonly Role[]): TestPerson => ({ ...PEOPLE.clerk, subject: `p-${roles.join('-')}`, roles });

/** By the design's words, not by the code's: auditors and systems have no second role. */
function expected({ roles }: Operation | Endpoint, own: readonly Role[]): string {
  if (roles === 'anyone') return 'let in';
  if (own.length > 1 && (own.includes('auditor') || own.includes('directory'))) return 'roles_exclude';
  return own.some((role) => roles.includes(role)) ? 'let in' : 'role_required';
}

/** What the door says. Whoever is let in may still be told that what they sent is no input. */
async function door({ method, path }: Operation | Endpoint, authorization?: string): Promise<string> {
  const answer = await api.app.inject({
    method,
    url: path.replaceAll(/\{\+?\w+\}/g, crypto.randomUUID()),
    headers: authorization === undefined ? {} : { authorization },
    ...(method === 'POST' && { payload: {} }),
    // The stream of whoever is let in does not end by itself.
    payloadAsStream: true,
  });
  const body = answer.stream().setEncoding('utf8');
  if (answer.statusCode !== 401 && answer.statusCode !== 403) {
    body.destroy();
    return 'let in';
  }
  return JSON.parse((await body.toArray()).join('')).type.replace('urn:lockdesk:error:', '');
}

describe.each(ROWS)('promise 19: %s', (_name, row) => {
  test.each(ROLE_SETS.map((own) => ({ own })))('as $own', async ({ own }) => {
    const someone = person(own);
    const before = await refusalsOf(someone);
    const outcome = expected(row, own);
    expect(await door(row, api.bearer(someone))).toBe(outcome);
    const refusals = await refusalsOf(someone);
    expect(refusals.length - before.length).toBe(outcome === 'let in' ? 0 : 1);
    if (outcome !== 'let in') expect(refusals.at(-1)).toMatchObject({ refused_with: outcome });
  });

  test('without a token, and with one that holds no more', async () => {
    const open = row.roles === 'anyone';
    expect(await door(row)).toBe(open ? 'let in' : 'token_missing');
    const past = api.issuer.token(person(ROLES), { exp: Math.floor(Date.now() / 1000) - 60 });
    expect(await door(row, `Bearer ${past}`)).toBe(open ? 'let in' : 'token_expired');
  });
});

/** Entries that they were turned away for their roles. */
async function refusalsOf({ subject }: TestPerson) {
  const { rows } = await api.database.asOwner(
    "SELECT refused_with, action, reason FROM entries WHERE actor_subject = $1 AND refused_with IN ('role_required', 'roles_exclude') ORDER BY id",
    [subject],
  );
  return rows;
}

describe('promise 19: scope', () => {
  const COUNTIES = ['320106', '320102', '320508', '110101', '460400'];
  const SCOPES = [[], [''], ['32'], ['3201'], ['320106'], ['3205', '11'], ['320102', '4604'], ['3202'], ['44']];
  const accounts = new Map<string, string>();
  const entries = new Map<string, string>();

  beforeAll(async () => {
    for (const division of COUNTIES) {
      const id = await makeCitizen(api.services, { division });
      accounts.set(division, id);
      // An act belongs to the office's place, so each county gets a clerk of its own.
      const clerk = { ...PEOPLE.clerk, subject: `clerk-${division}`, office: { code: division, name: '所', division } };
      entries.set(division, await openFor(api.services, clerk, id));
    }
  });

  describe.each(SCOPES.map((scope) => [scope]))('%j', (scope) => {
    const within = COUNTIES.filter((division) => inScope(scope, division));
    const clerk = { ...PEOPLE.clerk, subject: `scope-${scope}`, scope };
    const supervisor = { ...PEOPLE.supervisor, subject: `supervisor-${scope}`, scope };

    it('bounds the list of the locked, whatever place is asked for', async () => {
      const places = async (asked?: string[]) => {
        const { items } = (await api.call(clerk, 'listLockedAccounts', { places: asked, limit: 200 })).json();
        return items.map((item: { division: { code: string } }) => item.division.code).sort();
      };
      expect(await places()).toEqual(within.toSorted());
      expect(await places([''])).toEqual(within.toSorted());
      for (const division of COUNTIES)
        expect(await places([division])).toEqual(within.filter((code) => code === division));
    });

    it('bounds search by name, and nobody outside it exists', async () => {
      const { hits } = (await api.call(clerk, 'searchAccounts', { text: '王小明' })).json();
      expect(hits.map((hit: { account: { id: string } }) => hit.account.id).sort()).toEqual(
        within.map((division) => accounts.get(division)).sort(),
      );
    });

    it('bounds which accounts are opened', async () => {
      for (const [division, account_id] of accounts) {
        const answer = await api.call(clerk, 'openAccount', { account_id });
        expect(answer.statusCode).toBe(within.includes(division) ? 200 : 403);
      }
    });

    it('bounds which entries a supervisor reads', async () => {
      const page = await api.call(supervisor, 'listEntries', { actions: ['open'], limit: 200 });
      const seen = page.json().items.map((entry: { id: string }) => entry.id);
      for (const [division, entry_id] of entries) {
        expect(seen.includes(entry_id)).toBe(within.includes(division));
        const one = await api.call(supervisor, 'getEntry', { entry_id });
        expect(one.statusCode).toBe(within.includes(division) ? 200 : 404);
      }
    });

    it('shows a clerk no entry but their own', async () => {
      for (const entry_id of entries.values()) {
        expect((await api.call(clerk, 'getEntry', { entry_id })).statusCode).toBe(404);
      }
      const { items } = (await api.call(clerk, 'listEntries', { limit: 200 })).json();
      expect(items.every((entry: { actor: { subject: string } }) => entry.actor.subject === clerk.subject)).toBe(true);
    });
  });
});
