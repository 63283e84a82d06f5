import type pg from 'pg';

/** One or more statements as the owner of everything. */
export type AsOwner = (text: string) => Promise<pg.QueryResult>;

/**
 * Remembers the ledger as it is signed now.
 *
 * @returns sets the ledger back to it, as an old backup would: whatever was recorded since is gone, and nothing says so
 */
export async function backUpLedger(asOwner: AsOwner): Promise<() => Promise<void>> {
  const { rows } = await asOwner(
    `SELECT size, encode(root, 'hex') AS root, quote_literal(checkpoint) AS checkpoint FROM ledger_head`,
  );
  const { size, root, checkpoint } = rows[0];
  return async () => {
    await asOwner(
      `BEGIN;
       LOCK sequencer_state, ledger_head, entries, leaves;
       DELETE FROM entry_private WHERE NOT EXISTS (
         SELECT FROM leaves WHERE leaves.entry_id = entry_private.entry_id AND index < ${size});
       DELETE FROM entries WHERE NOT EXISTS (SELECT FROM leaves WHERE leaves.entry_id = entries.id AND index < ${size});
       DELETE FROM leaves WHERE index >= ${size};
       DELETE FROM tree_nodes WHERE (index + 1) * 256::numeric ^ level > ${size};
       UPDATE sequencer_state SET next_index = ${size};
       UPDATE ledger_head SET size = ${size}, root = '\\x${root}', checkpoint = ${checkpoint};
       COMMIT;
       -- Nobody goes on across a restore: whoever leads takes up what is there now.
       SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  };
}
