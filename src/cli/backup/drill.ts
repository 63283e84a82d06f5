import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { alive, clearLeftovers } from '../../standalone/postgres/postmaster.ts';
import { fill } from '../../words/fill.ts';
import { readArguments, WrongUsage } from '../arguments.ts';
import { interruptible } from '../interrupt.ts';
import { runVerify } from '../ledger/verify.ts';
import { restore } from './restore.ts';
import { disaster } from './say.ts';
import { startThrowaway } from './throwaway-server.ts';

const OPTIONS = {
  key: { type: 'string' },
  kept: { type: 'string', multiple: true },
  postgres: { type: 'string' },
} as const;

/** A drill's folder is called so, with the number of its process behind. */
const FOLDER = 'ld-drill-';

const tell = (sentence: string, values: Readonly<Record<string, string | number>>): void =>
  void process.stdout.write(`${fill(sentence, values)}\n`);

/**
 * `lockdesk drill DIR`: whether the newest backup can really be restored, how long that takes and what would be lost.
 *
 * @returns 0 where the restored ledger is as it was signed, and holds what was kept; else 1
 */
export function runDrill(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, 1);
  const { key, kept = [], postgres } = values;
  if (!key) throw new WrongUsage();
  const dir = path.resolve(positionals[0] ?? '');
  return interruptible(async (signal) => {
    const begun = performance.now();
    await clearKilled();
    const temporary = await mkdtemp(path.join(tmpdir(), `${FOLDER}${process.pid}-`));
    const running = new AsyncDisposableStack();
    running.defer(() => rm(temporary, { recursive: true, force: true }));
    try {
      const { id, superuser, database } = await restore(dir, path.join(temporary, 'cluster'), null, signal);
      const copied = performance.now();
      const server = await startThrowaway(temporary, postgres, signal);
      running.defer(() => server.stop());
      tell(disaster.drill_restored, {
        id,
        seconds: seconds(begun, copied),
        replay: seconds(copied, performance.now()),
      });
      const url = server.urlFor(superuser, database);
      const verdict = await runVerify(['--database', url, '--key', key, ...kept.flatMap((file) => ['--kept', file])]);
      await tellLoss(url);
      return verdict;
    } finally {
      await running.disposeAsync();
      tell(disaster.drill_took, { seconds: seconds(begun, performance.now()) });
    }
  });
}

/** What a drill left that was killed: a whole cluster, perhaps with its server. */
async function clearKilled(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(FOLDER) ? Number.parseInt(name.slice(FOLDER.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || alive(pid)) continue;
    const folder = path.join(tmpdir(), name);
    await clearLeftovers(path.join(folder, 'cluster'));
    await rm(folder, { recursive: true, force: true });
    tell(disaster.drill_cleared, { dir: folder });
  }
}

const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);

/** What was written after the last entry restored would be gone. */
async function tellLoss(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ last: Date | null }>('SELECT max(recorded_at) AS last FROM entries');
    const last = rows[0]?.last;
    if (!last) tell(disaster.drill_lost_nothing_known, {});
    else tell(disaster.drill_lost, { last: last.toISOString(), age: seconds(last.getTime(), Date.now()) });
  } finally {
    await client.end();
  }
}
