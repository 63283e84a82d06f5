/**
 * Promise 24: errors tell no internals. Requests made from the API's own OpenAPI document, right and wrong ones, get no
 * 5xx, and nothing that the document does not say.
 */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { HttpMethod, Role } from '../../contract/index.ts';
import { openApiDocument } from '../endpoints/openapi-document.ts';
import { readyToUnlock, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { recordsOf, type Schema, valuesOf } from '../testing/json-schema.ts';
import { SEED } from '../testing/random.ts';

const RUNS = process.env.LOCKDESK_SOAK === '1' ? 5000 : 120;

interface Described {
  operationId: string;
  security: unknown[];
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

const document = openApiDocument() as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    path,
    method: method.toUpperCase() as HttpMethod,
    described,
    id: described.operationId,
  })),
);

let api: TestApi;
const ids: string[] = [];
beforeAll(async () => {
  api = await startTestApi({ LEAST_CONSOLE_VERSION: '0.0.1' });
  const { account_id, opening_id } = await readyToUnlock(api);
  const done = await api.call(PEOPLE.clerk, 'unlockAccount', unlockInput(account_id, opening_id));
  ids.push(account_id, opening_id, done.json().entry_id);
});
afterAll(() => api.close());

/** Checks of answers, one a schema: made once, as there are hundreds of them in each run. */
const checks = new Map<Schema, z.ZodType>();
function checkOf(schema: Schema): z.ZodType {
  const known = checks.get(schema);
  if (known) return known;
  const local = JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  const made = z.fromJSONSchema(JSON.parse(local));
  checks.set(schema, made);
  return made;
}

const PEOPLE_OF: Record<Role, (typeof PEOPLE)[keyof typeof PEOPLE]> = PEOPLE;

/** Of somebody who has just signed in, as some operations ask. */
const freshBearer = (person: TestPerson): string =>
  `Bearer ${api.issuer.token(person, { auth_time: Math.floor(Date.now() / 1000) })}`;

/** Who may, mostly; now and then someone else, or nobody. */
const callers = fc.oneof(
  { weight: 12, arbitrary: fc.constant('first') },
  { weight: 4, arbitrary: fc.constantFrom(...(Object.keys(PEOPLE_OF) as Role[])) },
  { weight: 1, arbitrary: fc.constant('nobody') },
);

function requestsOf({ path, method, described }: (typeof OPERATIONS)[number]) {
  const taken = described.parameters ?? [];
  const parameters = recordsOf(
    Object.fromEntries(taken.map(({ name, schema }) => [name, valuesOf(schema, ids)])),
    taken.filter(({ required }) => required).map(({ name }) => name),
  );
  const schema = described.requestBody?.content['application/json'].schema;
  const body = schema ? valuesOf(schema, ids) : fc.constant(undefined);
  return fc.record({ caller: callers, parameters, body }).map(({ caller, parameters, body }) => {
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    let url = path;
    for (const { name, in: place } of taken) {
      if (!(name in parameters)) continue;
      for (const value of [parameters[name]].flat()) {
        const text = typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value);
        if (place === 'query') query.append(name, text);
        else if (place === 'path') url = url.replace(`{${name}}`, segmentOf(text));
        // What cannot be sent in a header never arrives.
        else headers[name] = text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 200);
      }
    }
    const options: InjectOptions = {
      method,
      url: query.size > 0 ? `${url}?${query}` : url,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    };
    return { caller, options };
  });
}

/** Dots alone are no segment: whoever sends such an address means the one that it comes to without them. */
const segmentOf = (text: string): string => (/^\.{1,2}$/.test(text) ? 'dots' : encodeURIComponent(text));

/** Nobody reads these in an answer: stack traces, SQL, paths of ours, names of libraries. */
const INTERNALS = /\bat \S+:\d+|node_modules|\.ts:\d|SELECT |INSERT |postgres|kysely|fastify|zod|SQLSTATE|stack/i;

const PAST_CHECKS = [200, 404, 409, 422];

describe.each(OPERATIONS)('promise 24: $id', (operation) => {
  const { described } = operation;
  const first = /Roles: (\w+)/.exec((described as { description?: string }).description ?? '')?.[1] as Role | undefined;

  test(`answers ${RUNS} requests by the document (seed ${SEED})`, async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(requestsOf(operation), async ({ caller, options }) => {
        // Or the event loop never rests, and the API says that it is overloaded.
        await setImmediate();
        const person = caller === 'first' ? first && PEOPLE_OF[first] : PEOPLE_OF[caller as Role];
        const answer = await api.app.inject({
          ...options,
          headers: { ...options.headers, ...(person && { authorization: freshBearer(person) }) },
          payloadAsStream: true,
        });
        const stream = answer.stream().setEncoding('utf8');
        const type = String(answer.headers['content-type']).split(';')[0] ?? '';
        statuses.add(answer.statusCode);

        expect(answer.statusCode).toBeLessThan(500);
        const content = described.responses[answer.statusCode]?.content[type];
        expect(content, `${answer.statusCode} ${type}`).toBeDefined();
        if (type === 'text/event-stream') {
          stream.destroy();
          return;
        }
        const body = (await stream.toArray()).join('');
        if (answer.statusCode >= 400) expect(body).not.toMatch(INTERNALS);
        if (type.endsWith('json'))
          expect(checkOf(content?.schema ?? {}).safeParse(JSON.parse(body)).error).toBeUndefined();
      }),
      { numRuns: RUNS, seed: SEED },
    );
    // Some get past every check of what they are, or little was tried.
    expect([...statuses]).toEqual(expect.arrayContaining([expect.toSatisfy((status) => PAST_CHECKS.includes(status))]));
  });
});
