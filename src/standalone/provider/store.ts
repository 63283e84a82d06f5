import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Pool } from 'pg';

/** Sessions, grants and refresh tokens live in PostgreSQL, so that a restart signs nobody out. */
export async function prepareStore(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE IF NOT EXISTS provider_state (
      model text NOT NULL,
      id text NOT NULL,
      payload jsonb NOT NULL,
      uid text,
      grant_id text,
      expires_at timestamptz,
      PRIMARY KEY (model, id)
    );
    CREATE INDEX IF NOT EXISTS provider_state_grant ON provider_state (grant_id);
    CREATE INDEX IF NOT EXISTS provider_state_uid ON provider_state (model, uid);
    DELETE FROM provider_state WHERE expires_at < now();
  `);
}

/** One kind of oidc-provider's models, in the form that its `adapter` setting asks for. */
export function storeFor(pool: Pool, model: string): Adapter {
  const find = async (column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> => {
    const { rows } = await pool.query<{ payload: AdapterPayload }>(
      `SELECT payload FROM provider_state WHERE model = $1 AND ${column} = $2 AND expires_at > now()`,
      [model, value],
    );
    return rows[0]?.payload;
  };
  return {
    async upsert(id, payload, expiresIn) {
      await pool.query(
        `INSERT INTO provider_state (model, id, payload, uid, grant_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
         ON CONFLICT (model, id) DO UPDATE
         SET payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id,
             expires_at = excluded.expires_at`,
        [model, id, JSON.stringify(payload), payload.uid ?? null, payload.grantId ?? null, expiresIn],
      );
    },
    find: (id) => find('id', id),
    findByUid: (uid) => find('uid', uid),
    // The device flow is off: no model carries a user code.
    findByUserCode: async () => undefined,
    async consume(id) {
      await pool.query(
        `UPDATE provider_state SET payload = payload || jsonb_build_object('consumed', floor(extract(epoch FROM now())))
         WHERE model = $1 AND id = $2`,
        [model, id],
      );
    },
    async destroy(id) {
      await pool.query('DELETE FROM provider_state WHERE model = $1 AND id = $2', [model, id]);
    },
    async revokeByGrantId(grantId) {
      // Of this model alone: an interaction names a grant too, and must outlive it where one person follows another.
      await pool.query('DELETE FROM provider_state WHERE model = $1 AND grant_id = $2', [model, grantId]);
    },
  };
}
