/** Promise 21: staff never see a citizen's password, nor a code that stands for one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AccountRow, AttemptReport, OPERATIONS, type Operation, STREAM_EVENTS } from '../../contract/index.ts';
import { type OutboxPayload, payloadPlace } from '../notify/outbox.ts';
import { asReset, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';

/** Names of all fields of a schema that may hold a text, with the path to each. */
function textFields(schema: z.ZodType): string[] {
  const found: string[] = [];
  const walk = (node: z.core.JSONSchema.BaseSchema, path: string): void => {
    for (const part of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])]) {
      if (typeof part === 'object') walk(part, path);
    }
    for (const [name, field] of Object.entries(node.properties ?? {})) {
      if (typeof field === 'object') walk(field, `${path}.${name}`);
    }
    if (typeof node.items === 'object' && !Array.isArray(node.items)) walk(node.items, `${path}[]`);
    const free = node.type === 'string' && !node.enum && node.const === undefined && node.format !== 'date-time';
    if (free) found.push(path);
  };
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), '');
  return found;
}

/** Fields that such a word stands in, and what they are. */
const HARMLESS = [/password_repeated/, /password_changed/];

const SCHEMAS: [string, z.ZodType][] = [
  ...Object.entries<Operation>(OPERATIONS).flatMap(([name, { input, output }]): [string, z.ZodType][] => [
    [`${name} input`, input],
    [`${name} output`, output],
  ]),
  ['registerAccounts row', AccountRow],
  ['reportAttempts row', AttemptReport],
  ...Object.entries(STREAM_EVENTS).map(([name, data]): [string, z.ZodType] => [`stream ${name}`, data]),
];

describe('promise 21: staff never see a citizen’s password', () => {
  it.each(SCHEMAS)('%s has no field for one', (name, schema) => {
    const fields = textFields(schema);
    const suspect = fields.filter(
      (path) => /password|passwd|secret|pin\b/i.test(path) && !HARMLESS.some((known) => known.test(path)),
    );
    expect(suspect).toEqual([]);
    // The only code that is a text of its own is what a citizen typed, on its way in from the sign-in system.
    const codes = fields.filter((path) => /(^|\.)(reset_)?code$/.test(path));
    expect(codes.filter((path) => !/(division|office|places\[\]|place_path\[\]|issues\[\])\.code$/.test(path))).toEqual(
      name === 'redeemCode input' ? ['.code'] : [],
    );
  });

  describe('a reset’s code', () => {
    let api: TestApi;
    beforeAll(async () => {
      api = await startTestApi();
    });
    afterAll(() => api.close());

    it('stands in no answer to staff, no entry and no leaf, only in the sealed message to the phone', async () => {
      const account_id = await makeCitizen(api.services);
      const opening_id = await openFor(api.services, PEOPLE.clerk, account_id);
      const reset = await api.call(PEOPLE.clerk, 'forceReset', asReset(unlockInput(account_id, opening_id)));
      const { entry_id } = reset.json();
      const { key_id, payload_cipher } = await api.services.db
        .selectFrom('outbox')
        .selectAll()
        .where('entry_id', '=', entry_id)
        .where('kind', '=', 'reset_code')
        .executeTakeFirstOrThrow();
      const { text }: OutboxPayload = JSON.parse(
        api.services.keys.open(payloadPlace(entry_id, 'reset_code'), key_id, payload_cipher as Buffer),
      );
      const spaced = /重置码 (\S{3} \S{3} \S{3})，/.exec(text)?.[1] ?? 'none';
      const answers = [
        reset,
        await api.call(PEOPLE.clerk, 'followAct', { entry_id }),
        await api.call(PEOPLE.clerk, 'readAccount', { account_id, opening_id }),
        await api.call(PEOPLE.supervisor, 'getEntry', { entry_id }),
        await api.call(PEOPLE.supervisor, 'listEntries', {}),
      ].map((response) => response.body);
      const tables = await Promise.all(
        ['entries', 'entry_private', 'leaves', 'outbox', 'reset_codes', 'accounts', 'idempotency_keys'].map(
          async (table) => {
            const { rows } = await api.database.asOwner(`SELECT to_json(t)::text AS row FROM ${table} AS t`);
            return JSON.stringify(rows);
          },
        ),
      );
      const { rows } = await api.database.asOwner(`SELECT convert_from(leaf, 'UTF8') AS leaf FROM entries`);
      for (const text of [...answers, ...tables, JSON.stringify(rows)]) {
        for (const form of [spaced, spaced.replaceAll(' ', '')]) expect(text.includes(form)).toBe(false);
      }
    });
  });
});
