import { Sequencer } from '../ledger/sequencer.ts';
import type { TestApi } from './api.ts';

/** Numbers the entries written so far, as the leader does, where no leader runs. */
export async function sequenceEntries({ services: { pool } }: TestApi): Promise<void> {
  const client = await pool.connect();
  try {
    const sequencer = new Sequencer(client);
    await sequencer.prepare();
    await sequencer.batch();
  } finally {
    client.release();
  }
}
