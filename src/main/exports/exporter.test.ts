import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LockdeskError } from '../../client/index.ts';
import type { ExportProgress } from '../../contract/console.ts';
import type { DocumentEnd, ExportEnded } from '../../contract/export.ts';
import type { Paper, PaperContent } from '../../contract/paper.ts';
import { NotPrinted } from '../printing/press.ts';
import type { DocumentWays } from './document-maker.ts';
import { Exporter, type ExporterOptions } from './exporter.ts';
import type { Asked } from './making.ts';
import type { TableWays } from './table-maker.ts';

const REQUEST: Asked = { operation: 'exportEntries', input: { language: 'zh-CN' } };
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

type Options = Partial<Omit<ExporterOptions, 'tables' | 'documents' | 'partName'> & TableWays>;

const BROKEN_OFF: ExportEnded = { is: 'failed', why: 'broken_off' };

const exporter = ({
  begin = async () => 'e1',
  fetchFile = async () => pieces(FILE),
  endOf = async () => BROKEN_OFF,
  ...options
}: Options = {}) =>
  new Exporter({
    askWhere: async () => path,
    tables: { begin, fetchFile, endOf },
    documents: documents().ways,
    nameOf: () => '台账 2026-11-18',
    partName: ({ number, of }) => `${number} of ${of}`,
    session: () => new AbortController().signal,
    ...options,
  });

const NETWORK = { code: 'network', status: null, request_id: null, details: {}, title: '' } as const;

/** As Chromium writes it, in so far as it is looked at. */
const PDF = Buffer.from('%PDF-1.4\n9 0 obj\n<</Type /Pages\n/Count 3\n/Kids [1 0 R 2 0 R 3 0 R]>>\nendobj\n%%EOF');
const REPORT: Asked = {
  operation: 'exportReport',
  input: { from: '2026-11-01', to: '2026-11-18', language: 'zh-CN' },
};
const COUNTS = {
  locks: 0,
  unlocks: 0,
  resets: 0,
  repeats: 0,
  shown: 0,
  reviewed: 0,
  returns: 0,
  returns_15_minutes: 0,
  returns_1_hour: 0,
  returns_1_day: 0,
};
const AT = '2026-11-18T02:00:00.000Z';
const ACCOUNT = '01939d1e-0000-7000-8000-000000000001';
const PLACE = { code: '320106', province: '江苏省', city: '南京市', county: '鼓楼区' };
const CONTENT: PaperContent = {
  operation: 'exportReport',
  input: { from: '2026-11-01', to: '2026-11-18', language: 'zh-CN' },
  answer: {
    export_id: 'e2',
    recorded_at: AT,
    places: ['南京市'],
    report: {
      totals: COUNTS,
      steps: [],
      by: { place: [], office: [], reason: [], cause: [], clerk: [] },
      counted_to: AT,
    },
  },
};

/** A way to print, and what the ledger is told of it. */
function documents(differently: Partial<DocumentWays> = {}) {
  const ends: DocumentEnd[] = [];
  const ways: DocumentWays = {
    begin: async () => CONTENT,
    surround: async (content): Promise<Paper> => ({
      content,
      by: { name: '周建国', staff_number: null, office: null },
      ledger: { kept: null, refused: null },
    }),
    print: async () => PDF,
    end: async (id, end) => {
      expect(id).toBe('e2');
      ends.push(end);
    },
    ...differently,
  };
  return { ways, ends };
}

const printer = (ways: DocumentWays, session = new AbortController().signal) =>
  new Exporter({
    askWhere: async () => path,
    tables: { begin: async () => 'e1', fetchFile: async () => pieces(), endOf: async () => BROKEN_OFF },
    documents: ways,
    nameOf: () => '报表 2026-11-18',
    partName: ({ number, of }) => `${number} of ${of}`,
    session: () => session,
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
  expect(asked).toMatchObject([{ defaultPath: '台账 2026-11-18.csv', filters: [{ extensions: ['csv'] }] }]);
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

describe('a table whose line breaks', () => {
  const sha256 = createHash('sha256').update(FILE).digest('hex');
  const done: ExportEnded = { is: 'done', file: { rows: 2, bytes: FILE.length, sha256 } };
  const cut = (came: Uint8Array) => async () =>
    (async function* () {
      yield came;
      throw new TypeError('terminated');
    })();

  test('after its last byte is whole where the ledger says so, however long it takes to tell', async () => {
    const answers = [
      () => Promise.reject(new LockdeskError(NETWORK)),
      () => Promise.resolve(null),
      () => Promise.resolve(done),
    ];
    const endOf = async () => answers.shift()?.() ?? null;
    const subject = exporter({ fetchFile: cut(FILE), endOf });
    const steps: ExportProgress[] = [];
    subject.progress.add((progress) => steps.push(progress));
    expect(await subject.save(REQUEST)).toEqual({ is: 'saved', export_id: 'e1', file: done.file });
    expect(steps).toContainEqual({ step: 'asking_again' });
    expect(readFileSync(path, 'utf8')).toBe(TEXT);
  });

  test('before its last byte is no file, and the ledger’s word is told for what it is', async () => {
    const subject = exporter({ fetchFile: cut(FILE.subarray(0, 8)), endOf: async () => done });
    expect(await subject.save(REQUEST)).toEqual({ is: 'lost' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('and of which nobody waits for the ledger’s word may be an entry', async () => {
    const subject: Exporter = exporter({
      fetchFile: cut(FILE),
      endOf: () => {
        subject.cancel();
        return Promise.reject(new LockdeskError(NETWORK));
      },
    });
    expect(await subject.save(REQUEST)).toEqual({ is: 'lost' });
    expect(readdirSync(folder)).toEqual([]);
  });
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

describe('a document', () => {
  test('has its name once the ledger knows its hash', async () => {
    const names: string[][] = [];
    const { ways, ends } = documents();
    const end: DocumentWays['end'] = async (id, told) => {
      names.push(readdirSync(folder));
      return ways.end(id, told);
    };
    const subject = printer({ ...ways, end });
    const steps: ExportProgress[] = [];
    subject.progress.add((progress) => steps.push(progress));
    const file = { pages: 3, bytes: PDF.length, sha256: createHash('sha256').update(PDF).digest('hex') };
    expect(await subject.save(REPORT)).toEqual({ is: 'saved', export_id: 'e2', file });
    expect(steps).toEqual([{ step: 'reading' }, { step: 'printing' }, { step: 'recording' }]);
    expect(ends).toEqual([{ is: 'done', file }]);
    expect(names).toEqual([['list.csv.new']]);
    expect(readdirSync(folder)).toEqual(['list.csv']);
    expect(readFileSync(path)).toEqual(PDF);
  });

  describe('of several parts', () => {
    const asked = {
      account_id: ACCOUNT,
      opening_id: ACCOUNT,
      verification: { method: 'id_card', reading: 'scanned' },
    } as const;
    const extractOf = (number: number): PaperContent => ({
      operation: 'exportExtract',
      input: asked,
      answer: {
        export_id: 'e2',
        recorded_at: AT,
        account: { name: '', document: { kind: 'resident_id', masked: '' }, phone: null, division: PLACE },
        lines: [],
        total: 2300,
        from: (number - 1) * 1000 + 1,
        part: { number, of: 3 },
        next: number < 3 ? String(number) : null,
      },
    });
    /** @param fails at this part */
    const inParts = (fails = 0) => {
      const begun: unknown[] = [];
      const { ways, ends } = documents({
        begin: async ({ input }) => {
          begun.push(input.after);
          if (begun.length === fails) throw new LockdeskError(NETWORK);
          return extractOf(begun.length);
        },
      });
      return { subject: printer(ways), ends, begun };
    };
    const EXTRACT: Asked = { operation: 'exportExtract', input: asked };

    test('is a file each, told of one after the other, and replaces nothing that nobody was asked about', async () => {
      const { subject, ends, begun } = inParts();
      const steps: ExportProgress[] = [];
      subject.progress.add((progress) => steps.push(progress));
      writeFileSync(join(folder, 'list 2 of 3.csv'), 'another citizen’s');
      const saved = await subject.save(EXTRACT);
      expect(saved).toMatchObject({ is: 'saved', export_id: 'e2', more: [{ pages: 3 }, { pages: 3 }] });
      expect(begun).toEqual([undefined, '1', '2']);
      expect(ends).toHaveLength(3);
      expect(readdirSync(folder)).toEqual(['list 2 of 3 2.csv', 'list 2 of 3.csv', 'list 3 of 3.csv', 'list.csv']);
      expect(readFileSync(join(folder, 'list 2 of 3.csv'), 'utf8')).toBe('another citizen’s');
      expect(steps).toContainEqual({ step: 'printing', part: { number: 2, of: 3 } });
    });

    test('says which are there where not all are', async () => {
      const { subject, ends } = inParts(3);
      expect(await subject.save(EXTRACT)).toEqual({ is: 'in_part', part: { number: 2, of: 3 } });
      expect(ends.map(({ is }) => is)).toEqual(['done', 'done']);
      expect(readdirSync(folder)).toEqual(['list 2 of 3.csv', 'list.csv']);
    });
  });

  test('that nobody began is no entry’s business', async () => {
    const { ways, ends } = documents({
      begin: async () => {
        throw new TypeError('fetch failed');
      },
    });
    expect(await printer(ways).save(REPORT)).toMatchObject({ is: 'failed', failure: { code: 'network' } });
    expect(ends).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that is cancelled on the way, or whose session ends, is told to be, and leaves no file', async () => {
    const session = new AbortController();
    for (const stop of [(one: Exporter) => one.cancel(), () => session.abort()]) {
      const { ways, ends } = documents({
        print: async (_paper, signal) => {
          stop(subject);
          signal.throwIfAborted();
          return PDF;
        },
      });
      const subject: Exporter = printer(ways, session.signal);
      expect(await subject.save(REPORT)).toEqual({ is: 'cancelled' });
      expect(ends).toEqual([{ is: 'failed', why: 'cancelled' }]);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test('whose page stops is told to have broken off', async () => {
    const { ways, ends } = documents({
      print: async () => {
        throw new NotPrinted('the page stopped');
      },
    });
    expect(await printer(ways).save(REPORT)).toEqual({ is: 'not_printed' });
    expect(ends).toEqual([{ is: 'failed', why: 'broken_off' }]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is told of in the same words until the answer comes', async () => {
    const { ways, ends } = documents();
    let lost = 0;
    const end: DocumentWays['end'] = async (id, told) => {
      await ways.end(id, told);
      if (lost++ < 2) throw new LockdeskError(NETWORK);
    };
    const subject = printer({ ...ways, end });
    const steps: ExportProgress[] = [];
    subject.progress.add((progress) => steps.push(progress));
    expect(await subject.save(REPORT)).toMatchObject({ is: 'saved' });
    expect(ends).toHaveLength(3);
    expect(new Set(ends.map((told) => JSON.stringify(told))).size).toBe(1);
    expect(steps.filter((one) => 'step' in one && one.step === 'asking_again')).toHaveLength(2);
    expect(readFileSync(path)).toEqual(PDF);
  });

  test('that the API refuses to end is no file', async () => {
    const gone = { ...NETWORK, code: 'export_not_found', status: 404 } as const;
    const { ways } = documents({ end: () => Promise.reject(new LockdeskError(gone)) });
    expect(await printer(ways).save(REPORT)).toEqual({ is: 'failed', failure: gone });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['cancelled, where the ledger takes that word', true, { is: 'cancelled' }],
    ['perhaps in the ledger, where nothing more can be told', false, { is: 'lost' }],
  ] as const)('that nobody waits for is %s', async (_, taken, outcome) => {
    const { ways, ends } = documents({
      end: async (_id, told) => {
        ends.push(told);
        if (told.is === 'done') subject.cancel();
        if (told.is === 'done' || !taken) throw new LockdeskError(NETWORK);
      },
    });
    const subject: Exporter = printer(ways);
    expect(await subject.save(REPORT)).toEqual(outcome);
    expect(ends.map(({ is }) => is)).toEqual(['done', 'failed']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('that the disk has no room for is told to have broken off', async () => {
    symlinkSync('/dev/full', `${path}.new`);
    const { ways, ends } = documents();
    expect(await printer(ways).save(REPORT)).toEqual({ is: 'disk_full' });
    expect(ends).toEqual([{ is: 'failed', why: 'broken_off' }]);
  });
});
