import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockdeskError } from '../../client/index.ts';
import type { ExportProgress, ExportRequest } from '../../contract/console.ts';
import { Exporter, type ExporterOptions } from './exporter.ts';

const REQUEST: ExportRequest = { operation: 'exportEntries', input: { language: 'zh-CN' } };
const TEXT = '\ufeff"编号"\r\n"1"\r\n"2"\r\n';
const FILE = new TextEncoder().encode(TEXT);

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockdesk-export-'));
  path = join(folder, 'list.csv');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* pieces(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}

const exporter = (options: Partial<ExporterOptions> = {}) =>
  new Exporter({
    askWhere: async () => path,
    begin: async () => 'e1',
    fetchFile: async () => pieces(FILE),
    nameOf: () => '台账 2026-11-18.csv',
    session: () => new AbortController().signal,
    ...options,
  });

test('what comes in pieces is one file, its owner’s alone, counted and hashed', async () => {
  const asked: unknown[] = [];
  const subject = exporter({
    askWhere: async (options) => {
      asked.push(options);
      return path;
    },
    fetchFile: async () => pieces(FILE.subarray(0, 4), FILE.subarray(4, 12), FILE.subarray(12)),
  });
  const told: ExportProgress[] = [];
  subject.progress.add((progress) => told.push(progress));
  const sha256 = createHash('sha256').update(FILE).digest('hex');
  const file = { rows: 2, bytes: FILE.length, sha256 };
  expect(await subject.save(REQUEST)).toEqual({ is: 'saved', export_id: 'e1', file });
  expect(readFileSync(path, 'utf8')).toBe(TEXT);
  expect(readdirSync(folder)).toEqual(['list.csv']);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(told[0]).toEqual({ rows: 0, bytes: 4 });
  expect(asked).toMatchObject([{ defaultPath: '台账 2026-11-18.csv' }]);
});

test('whoever chooses no place begins no export', async () => {
  let begun = false;
  const begin = async () => {
    begun = true;
    return 'e1';
  };
  expect(await exporter({ askWhere: async () => null, begin }).save(REQUEST)).toEqual({ is: 'cancelled' });
  const nowhere = join(folder, 'none', 'list.csv');
  expect(await exporter({ askWhere: async () => nowhere, begin }).save(REQUEST)).toEqual({ is: 'not_writable' });
  expect(begun).toBe(false);
});

test('one that is cancelled, or whose session ends, leaves what was there before', async () => {
  const session = new AbortController();
  for (const stop of [(one: Exporter) => one.cancel(), () => session.abort()]) {
    writeFileSync(path, 'before');
    const subject: Exporter = exporter({
      session: () => session.signal,
      fetchFile: async (_id, signal) =>
        (async function* () {
          yield FILE;
          stop(subject);
          signal.throwIfAborted();
        })(),
    });
    expect(await subject.save(REQUEST)).toEqual({ is: 'cancelled' });
    expect(readdirSync(folder)).toEqual(['list.csv']);
    expect(readFileSync(path, 'utf8')).toBe('before');
  }
});

test('one that breaks off is no file', async () => {
  const fetchFile = async () =>
    (async function* () {
      yield FILE;
      throw new TypeError('terminated');
    })();
  expect(await exporter({ fetchFile }).save(REQUEST)).toMatchObject({ is: 'failed', failure: { code: 'network' } });
  expect(readdirSync(folder)).toEqual([]);
});

test('what the API refuses is told by its code', async () => {
  const failure = { code: 'role_required', status: 403, request_id: null, details: {}, title: '' } as const;
  const begin = async () => {
    throw new LockdeskError(failure);
  };
  expect(await exporter({ begin }).save(REQUEST)).toEqual({ is: 'failed', failure });
  expect(readdirSync(folder)).toEqual([]);
});

test('a second one waits for nobody', async () => {
  const place = Promise.withResolvers<string | null>();
  const subject = exporter({ askWhere: () => place.promise });
  const first = subject.save(REQUEST);
  expect(await subject.save(REQUEST)).toEqual({ is: 'busy' });
  place.resolve(path);
  expect(await first).toMatchObject({ is: 'saved' });
  expect(await subject.save(REQUEST)).toMatchObject({ is: 'saved' });
});

test.runIf(process.platform === 'linux')('a full disk is said to be full, and leaves nothing behind', async () => {
  symlinkSync('/dev/full', `${path}.new`);
  expect(await exporter().save(REQUEST)).toEqual({ is: 'disk_full' });
  expect(readdirSync(folder)).toEqual([]);
});
