import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXTRACT_LINES_MAX, type ExtractDocument, type ExtractInput, type ExtractLine } from '../../contract/index.ts';
import { changeHold } from '../personal/erase.ts';
import { encodeCursor } from '../queries/cursor.ts';
import { unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { lockAgain, makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { residentId, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

const { clerk, otherClerk, supervisor } = PEOPLE;

/** A citizen whom a clerk has opened. */
async function opened(person: TestPerson = clerk): Promise<ExtractInput> {
  const account_id = await makeCitizen(api.services);
  return extractOf(account_id, await openFor(api.services, person, account_id));
}

const extractOf = (account_id: string, opening_id: string): ExtractInput => ({
  account_id,
  opening_id,
  verification: { method: 'id_card', reading: 'scanned' },
});

async function extract(input: ExtractInput, person: TestPerson = clerk): Promise<ExtractDocument> {
  const answer = await api.call(person, 'exportExtract', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function refusal(input: object, person: TestPerson = clerk) {
  const answer = await api.call(person, 'exportExtract', input as ExtractInput);
  return [answer.statusCode, answer.json().type?.split(':').at(-1)];
}

/** Everything of the account has its place in the ledger. */
const numbered = (account_id: string) =>
  vi.waitUntil(async () => {
    const { rows } = await api.database.asOwner(
      'SELECT count(*) - count(leaves.index) AS left FROM entries LEFT JOIN leaves ON entry_id = id WHERE account_id = $1',
      [account_id],
    );
    return Number(rows[0]?.left) === 0;
  }, 10_000);

const told = ({ action, reason, outcome }: ExtractLine) => [action, reason, outcome].join(' ');

/** Two parts and a bit. */
const HISTORY = EXTRACT_LINES_MAX * 2 + 300;

describe('an extract tells the citizen', () => {
  test('who looked at the account and what was done, the newest first, and names nobody of the staff', async () => {
    const document_number = residentId();
    const external_id = await system.newCitizen({ document_number, division: '320106' });
    const { id: account_id } = await api.services.db
      .selectFrom('accounts')
      .select('id')
      .where('external_id', '=', external_id)
      .executeTakeFirstOrThrow();
    await lockAgain(api.services, account_id);
    await api.call(clerk, 'searchAccounts', { text: document_number });
    await api.call(otherClerk, 'openAccount', { account_id });
    const opening_id = await openFor(api.services, clerk, account_id);
    await api.call(clerk, 'revealField', {
      ...{ account_id, opening_id, field: 'document' as const },
      reason: { code: 'compare_document' as const },
    });
    const { version } = (await api.call(clerk, 'readAccount', { account_id, opening_id })).json().account;
    const unlocked = await api.call(clerk, 'unlockAccount', unlockInput(account_id, opening_id, version));
    expect(unlocked.statusCode, unlocked.body).toBe(200);
    await changeHold(
      api.services,
      { account: account_id, actor: { kind: 'system', subject: 'court', name: 'court', roles: [] }, ticket: null },
      'placed',
    );

    await api.database.asOwner('UPDATE outbox SET delivered_at = now() WHERE account_id = $1', [account_id]);

    await numbered(account_id);
    const { lines, account, ...part } = await extract(extractOf(account_id, opening_id));
    expect(account).toMatchObject({ division: { code: '320106' }, document: { kind: 'resident_id' } });
    expect(part).toMatchObject({ total: 6, from: 1, part: { number: 1, of: 1 }, next: null });
    expect(lines.map(told)).toEqual([
      'unlock remembered_password done',
      'reveal compare_document done',
      'open  done',
      'open  refused',
      'search resident_id done',
      'lock many_wrong_passwords done',
    ]);
    const [unlock, reveal, , refused, , lock] = lines;
    expect(unlock).toMatchObject({
      office: '南京市车管所鼓楼分所',
      channel: 'counter',
      verification: 'id_card',
      messages: [{ kind: 'unlock_notice', state: 'delivered' }],
    });
    expect(reveal?.field).toBe('document');
    expect(refused?.office).toBe('苏州市车管所姑苏分所');
    expect(lock).toMatchObject({ actor_kind: 'policy', office: null });
    const body = JSON.stringify(lines);
    for (const { subject, name, staffNumber } of [clerk, otherClerk]) {
      for (const secret of [`"${subject}"`, name, staffNumber]) expect(body).not.toContain(secret);
    }
  });

  test('where each line stands in the ledger, by the hash of the very leaf', async () => {
    const input = await opened();
    await numbered(input.account_id);
    const { lines } = await extract(input);
    const { rows } = await api.database.asOwner(
      'SELECT index, leaf FROM entries JOIN leaves ON leaves.entry_id = entries.id WHERE account_id = $1 AND action <> $2',
      [input.account_id, 'export'],
    );
    expect(lines).toHaveLength(2);
    for (const { index, leaf } of rows) {
      // RFC 6962, section 2.1: a leaf is hashed behind a zero byte.
      const leaf_hash = createHash('sha256').update(Buffer.of(0)).update(leaf).digest('hex');
      expect(lines.map(({ place }) => place)).toContainEqual({ index: Number(index), leaf_hash });
    }
  });

  test('all of a history that would fill a book, part after part, each line once, though more is written meanwhile', async () => {
    const input = await opened();
    await api.database.asOwner(
      `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, office_name, account_id, leaf)
       SELECT uuidv7(), now() - n * interval '1 minute', 'open', 'done', 'staff', 'somebody', n::text, $1, 'leaf'
         FROM generate_series(1, $2::integer) AS n`,
      [input.account_id, HISTORY],
    );
    const lines: ExtractLine[] = [];
    const entries = new Set<string>();
    let after: string | null | undefined;
    for (let number = 1; after !== null; number++) {
      const part = await extract({ ...input, ...(after !== undefined && { after }) });
      // The opening and the lock just now come first; each part is an entry of the account, and in none of them.
      expect(part).toMatchObject({ total: HISTORY + 2, from: lines.length + 1, part: { number, of: 3 } });
      lines.push(...part.lines);
      entries.add(part.export_id);
      after = part.next;
    }
    expect(entries.size).toBe(3);
    expect(lines.slice(2).map(({ office }) => office)).toEqual(
      Array.from({ length: HISTORY }, (_, n) => String(n + 1)),
    );
    expect(lines).toHaveLength(HISTORY + 2);
    const { rows } = await api.database.asOwner(
      "SELECT count(*)::integer AS looks FROM entries WHERE account_id = $1 AND action = 'export' AND outcome = 'pending'",
      [input.account_id],
    );
    expect(rows).toEqual([{ looks: 3 }]);
  });
});

describe('an extract is itself an entry', () => {
  test('of an export, written before anything is read, with how the citizen was verified', async () => {
    const input = await opened();
    const verification = { method: 'other_document', reading: 'typed', document_note: '护照，照片相符' } as const;
    const { export_id: id } = await extract({ ...input, verification });
    const { leaf, ...entry } = await api.services.db
      .selectFrom('entries')
      .innerJoin('entry_private', 'entry_private.entry_id', 'entries.id')
      .selectAll('entries')
      .select('entry_private.fields')
      .where('entries.id', '=', id)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      action: 'export',
      outcome: 'pending',
      reason: 'extract',
      account_id: input.account_id,
      actor_subject: clerk.subject,
      channel: 'counter',
      verification_method: 'other_document',
      verification_reading: 'typed',
      refers_to: input.opening_id,
    });
    expect(entry.fields.document_note?.value).toBe('护照，照片相符');
    expect(leaf.toString()).not.toContain('护照');
  });

  test('and its clerk tells the second one what file it came to', async () => {
    const { export_id } = await extract(await opened());
    const file = { pages: 2, bytes: 90_000, sha256: 'ab'.repeat(32) };
    const ended = { export_id, end: { is: 'done' as const, file } };
    expect((await api.call(otherClerk, 'endExport', ended)).statusCode).toBe(404);
    const { entry_id } = (await api.call(clerk, 'endExport', ended)).json();
    const second = (await api.call(clerk, 'getEntry', { entry_id })).json();
    expect(second).toMatchObject({ action: 'export', outcome: 'done', reason: 'extract', refers_to: export_id, file });
  });

  test('and there is none where it cannot be written', async () => {
    const input = await opened();
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    try {
      expect(await refusal(input)).toEqual([503, 'ledger_unavailable']);
    } finally {
      await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    }
  });
});

describe('nobody makes one', () => {
  test('of an account that they have not opened, or that is nobody’s', async () => {
    const input = await opened();
    expect(await refusal(input, otherClerk)).toEqual([403, 'opening_required']);
    const after = encodeCursor({ at: new Date().toISOString(), id: crypto.randomUUID(), line: 1000, total: 2000 });
    expect(await refusal({ ...input, after }, otherClerk)).toEqual([403, 'opening_required']);
    expect(await refusal({ ...input, after: 'x' })).toEqual([400, 'invalid_cursor']);
    const nobody = { ...input, account_id: crypto.randomUUID() };
    expect(await refusal(nobody)).toEqual([404, 'account_not_found']);
  });

  test('unless a clerk has seen the document of whoever stands there', async () => {
    const input = await opened();
    for (const wrong of [
      { method: 'call_back', reading: 'typed' },
      { method: 'id_card', reading: 'spoken' },
      { method: 'other_document', reading: 'typed' },
    ]) {
      expect(await refusal({ ...input, verification: wrong })).toEqual([400, 'invalid_input']);
    }
    expect(await refusal(input, supervisor)).toEqual([403, 'role_required']);
  });
});
