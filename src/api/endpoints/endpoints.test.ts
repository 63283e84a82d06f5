import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountRow, AttemptReport, ENDPOINTS, OPERATIONS } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

describe('/openapi.json', () => {
  it('is valid by an independent checker', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-openapi-'));
    const file = path.join(dir, 'openapi.json');
    await writeFile(file, (await api.app.inject({ url: '/openapi.json' })).body);
    const redocly = path.join(
      path.dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')),
      'bin',
      'cli.js',
    );
    const { stderr } = await promisify(execFile)(process.execPath, [redocly, 'lint', file], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    expect(stderr).toContain('Your API description is valid');
    expect(stderr).not.toContain('warning');
    await rm(dir, { recursive: true });
  });

  it('tells of every operation, endpoint and error, and of nothing that is not used', async () => {
    const text = (await api.app.inject({ url: '/openapi.json' })).body;
    const document = JSON.parse(text);
    const described = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(described.sort()).toEqual([...Object.keys(OPERATIONS), ...Object.keys(ENDPOINTS)].sort());
    for (const name of Object.keys(document.components.schemas)) {
      expect(text).toContain(`"$ref":"#/components/schemas/${name}"`);
    }
    const used = Object.values(OPERATIONS).flatMap(({ errors }) => errors as readonly string[]);
    for (const code of used) expect(text).toContain(`urn:lockdesk:error:${code}`);
  });

  it('tells what a row is where rows are read one by one', async () => {
    const { paths } = (await api.app.inject({ url: '/openapi.json' })).json();
    const rowOf = (path: string, field: string) =>
      paths[path].post.requestBody.content['application/json'].schema.properties[field];
    const accounts = rowOf('/v1/accounts', 'accounts');
    expect(accounts).toMatchObject({ type: 'array', minItems: 1, maxItems: 1000 });
    expect(Object.keys(accounts.items.properties)).toEqual(Object.keys(AccountRow.shape));
    expect(accounts.items.required).toContain('document_number');
    const { items } = rowOf('/v1/sign-in-attempts', 'attempts');
    expect(Object.keys(items.properties)).toEqual(Object.keys(AttemptReport.shape));
    expect(items).toMatchObject({ additionalProperties: false });
    expect(items.required).not.toContain('factor');
  });
});

describe('/metrics', () => {
  const lines = async () => {
    const answer = await api.app.inject({
      url: '/metrics',
      headers: { authorization: api.bearer(PEOPLE.administrator) },
    });
    return answer.body.split('\n');
  };

  it('count answers by operation and status, and nothing that a caller coined', async () => {
    await api.call(PEOPLE.clerk, 'me', {});
    await api.app.inject({ url: '/nothing/11010519491231002X?x=1' });
    const text = await lines();
    expect(text).toContain('lockdesk_requests_total{operation="me",status="200"} 1');
    expect(text).toContain('lockdesk_requests_total{operation="none",status="404"} 1');
    expect(text.join()).not.toContain('11010519491231002X');
  });

  it('tell of times, connections and the sequencer', async () => {
    const text = (await lines()).join('\n');
    expect(text).toMatch(/^lockdesk_request_seconds_count\{operation="me"\} \d+$/m);
    expect(text).toMatch(/^lockdesk_database_connections\{state="idle"\} \d+$/m);
    expect(text).toMatch(/^lockdesk_sequencer_lag_seconds \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });
});
