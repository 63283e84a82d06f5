import pg, { type ClientBase } from 'pg';

/** The API's role. It may add to the ledger and read it, and nothing else there. */
export const API_ROLE = 'lockdesk_api';

const APPEND_ONLY = [
  'entries',
  'entry_private',
  'leaves',
  'tree_nodes',
  'ledger_keys',
  'restoration_proposals',
  'restorations',
];
const READ_AND_WRITE = [
  'accounts',
  'locks',
  'account_networks',
  'account_devices',
  'sequencer_state',
  'ledger_head',
  'witness_head',
  'feeds',
  'lock_counters',
  'outbox',
  'reset_codes',
  'looks',
  'reviews',
  'review_cursor',
  'clerk_days',
  'workstation_readers',
  'reviewers',
  'account_marks',
  'export_tickets',
  'alerts',
  'data_keys',
  'report_counts',
  'report_names',
  'report_waiting',
  'report_state',
  'staff',
  'staff_uses',
  'staff_uses_state',
  'access_verdicts',
  'saved_filters',
  'unlock_hours',
  'directory_state',
  'orders',
];
/** What serves for hours or days only, acts that nobody needs to review, marks, who stood in for whom, staff who left and their own; nothing else does the API delete. */
const DELETABLE = [
  ...['idempotency_keys', 'looks', 'export_tickets', 'reviews', 'report_waiting', 'disk_samples', 'account_marks'],
  ...['staff', 'staff_uses', 'access_verdicts', 'saved_filters', 'substitutes', 'unlock_hours', 'orders'],
];

/**
 * Makes the API's role if it is missing and gives it its rights, no more. For the owner, after migrations; may be
 * repeated. The role gets no password here: on a Unix socket it needs none, elsewhere the administrator sets one.
 */
export async function grantRights(owner: ClientBase): Promise<void> {
  // Roles belong to the whole server: another database's migration may be making it at this moment.
  await owner.query(`DO $$ BEGIN CREATE ROLE ${API_ROLE} LOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  const database = (await owner.query<{ name: string }>('SELECT current_database() AS name')).rows[0]?.name ?? '';
  await owner.query(
    [
      `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${API_ROLE}`,
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
      `REVOKE EXECUTE ON FUNCTION make_partitions, retire_month FROM PUBLIC`,
      `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${API_ROLE}`,
      `GRANT USAGE ON SCHEMA public TO ${API_ROLE}`,
      `GRANT SELECT, INSERT ON ${APPEND_ONLY.join(', ')} TO ${API_ROLE}`,
      `GRANT SELECT, INSERT, UPDATE ON ${READ_AND_WRITE.join(', ')} TO ${API_ROLE}`,
      `GRANT SELECT, INSERT, UPDATE (settled_by) ON held_checkpoints TO ${API_ROLE}`,
      // Evidence: what is known later is which of them brought a lock about.
      `GRANT SELECT, INSERT, UPDATE (lock_id) ON attempts TO ${API_ROLE}`,
      `GRANT SELECT, INSERT, DELETE ON ${DELETABLE.join(', ')} TO ${API_ROLE}`,
      `GRANT USAGE ON SEQUENCE saved_filter_versions TO ${API_ROLE}`,
      `GRANT SELECT ON kysely_migration TO ${API_ROLE}`,
      `GRANT EXECUTE ON FUNCTION make_partitions, retire_month TO ${API_ROLE}`,
    ].join(';\n'),
  );
}

/** What the role of this connection could do to the ledger beyond adding to it; empty where it is as it should be. */
export async function ledgerRightsBeyondAppending(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `SELECT table_name || ': ' || privilege AS what
       FROM unnest($1::text[]) AS table_name, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
      WHERE has_table_privilege(table_name, privilege)
         OR (privilege = 'UPDATE' AND has_any_column_privilege(table_name, 'UPDATE'))
     UNION ALL
     SELECT c.relname || ': owner' FROM pg_class c
      WHERE c.relname = ANY($1) AND pg_has_role(c.relowner, 'USAGE')
     UNION ALL
     SELECT rolname || ': superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper`,
    [APPEND_ONLY],
  );
  return rows.map((row) => row.what);
}
