/** What the API says to the database for some calls, said again on a connection of its own: nothing else is measured. */
import { makePool } from '../../src/api/db/pool.ts';
import { explain } from '../../src/api/testing/plans.ts';
import type { Recording } from '../harness/recording.ts';
import { makeReplay } from '../sides/replay.ts';
import type { BenchDatabase } from './bench.ts';

export interface Spoken {
  say(): Promise<unknown>;
  /** Pages of tables and indexes that all of it touches. */
  buffers(): Promise<number>;
}

export interface Speaker extends AsyncDisposable {
  /** One for each of the recordings, in which nothing may vary. */
  spoken: Spoken[];
}

export async function openSpeaker(database: BenchDatabase, recordings: readonly Recording[]): Promise<Speaker> {
  const pool = makePool(database.apiUrl, 1);
  const client = await pool.connect();
  return {
    spoken: recordings.map((recording) => {
      const replay = makeReplay(recording);
      return {
        say: () => replay(client, []),
        buffers: async () => {
          let buffers = 0;
          for (const statement of recording.statements) buffers += (await explain(client, statement)).buffers;
          return buffers;
        },
      };
    }),
    [Symbol.asyncDispose]: async () => {
      client.release();
      await pool.end();
    },
  };
}
