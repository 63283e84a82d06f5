import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { BenchDatabase } from './bench.ts';

const LOOK_MS = 200;

const SIGNED = 'SELECT size = (SELECT count(*) FROM entries) AS done FROM ledger_head';

const CAUGHT_UP = `
  SELECT size = (SELECT count(*) FROM entries) AND review.next_index = size AND report.next_index = size AS done
    FROM ledger_head, review_cursor AS review, report_state AS report`;

/** Waits until whoever sequences has signed all that is in the ledger. */
export const untilSigned = (database: BenchDatabase): Promise<void> => untilDone(database, SIGNED);

/** As {@link untilSigned}, and until it is weighed and counted. */
export const untilCaughtUp = (database: BenchDatabase): Promise<void> => untilDone(database, CAUGHT_UP);

async function untilDone({ ownerUrl }: BenchDatabase, question: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ done: boolean }>(question);
      if (rows[0]?.done) return;
      await setTimeout(LOOK_MS);
    }
  } finally {
    await client.end();
  }
}

/** Looks at the signed checkpoint again and again, and knows when each size was first seen. */
export async function watchSignatures({ ownerUrl }: BenchDatabase, everyMs: number) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const seen: { size: number; at: number }[] = [];
  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      const { rows } = await client.query<{ size: string }>('SELECT size FROM ledger_head');
      const size = Number(rows[0]?.size);
      if (size !== seen.at(-1)?.size) seen.push({ size, at: performance.now() });
      await setTimeout(everyMs);
    }
  })();
  return {
    /** When the signed ledger was first seen to hold each of these entries, in the clock of `performance`. */
    async signedAt(entryIds: readonly string[]): Promise<Map<string, number>> {
      const { rows } = await client.query<{ id: string; index: string }>(
        'SELECT entry_id AS id, index FROM leaves WHERE entry_id = ANY ($1)',
        [entryIds],
      );
      return new Map(
        rows.flatMap(({ id, index }) => {
          const first = seen.find(({ size }) => size > Number(index));
          return first ? [[id, first.at]] : [];
        }),
      );
    },
    async [Symbol.asyncDispose]() {
      ended.abort();
      await watching;
      await client.end();
    },
  };
}
