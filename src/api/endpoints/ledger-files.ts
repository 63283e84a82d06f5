import { type Kysely, sql } from 'kysely';
import { LEDGER_PATH } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { EndpointCall, EndpointHandler } from '../http/handler.ts';
import { bundleOf, placeOfTile, TILE_WIDTH, type TilePlace } from '../ledger/tile.ts';
import { ApiError } from '../problem.ts';

/** Tiles never change; whoever asks must have been let in, so only their own cache may keep one. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/** What was signed last, with the witness's cosignature where it fits. Older trees are proved by it. */
export const ledgerCheckpoint: EndpointHandler = async ({ services }, reply) => {
  const { checkpoint, cosignature } = await readNewest(services.db);
  if (checkpoint === null) throw new ApiError('ledger_unavailable', {});
  return sendNote(reply, checkpoint + (cosignature ?? ''));
};

/** What the witness has cosigned last: while the ledger grows, an older checkpoint than the newest. */
export const ledgerCosignedCheckpoint: EndpointHandler = async ({ services }, reply) => {
  const head = await services.db.selectFrom('witness_head').select(['checkpoint', 'cosignature']).executeTakeFirst();
  if (!head?.checkpoint || !head.cosignature) throw new ApiError('route_not_found', {});
  return sendNote(reply, head.checkpoint + head.cosignature);
};

const sendNote = (reply: Parameters<EndpointHandler>[1], note: string) =>
  reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(note);

/** A cosignature is over the text alone: it fits whatever signatures stand beside it. */
async function readNewest(db: Kysely<Database>): Promise<{ checkpoint: string | null; cosignature: string | null }> {
  const { rows } = await sql<{ checkpoint: string | null; cosignature: string | null }>`
    SELECT head.checkpoint,
           CASE WHEN split_part(head.checkpoint, E'\\n\\n', 1) = split_part(witnessed.checkpoint, E'\\n\\n', 1)
                THEN witnessed.cosignature END AS cosignature
      FROM ledger_head AS head, witness_head AS witnessed`.execute(db);
  return rows[0] ?? { checkpoint: null, cosignature: null };
}

/** Hashes of leaves, or of full tiles below. */
export const ledgerTile: EndpointHandler = (call, reply) => send(call, reply, readHashes);

/** The leaves themselves: random ids and commitments, but all of them. */
export const ledgerEntries: EndpointHandler = (call, reply) =>
  send(call, reply, async (db, place) => {
    const leaves = await readLeaves(db, place);
    return leaves && bundleOf(leaves);
  });

async function send(
  { path, services }: EndpointCall,
  reply: Parameters<EndpointHandler>[1],
  read: (db: Kysely<Database>, place: TilePlace) => Promise<Buffer | null>,
): Promise<unknown> {
  const place = placeOfTile(path.slice(LEDGER_PATH.length));
  const bytes = place && (await read(services.db, place));
  if (!bytes) throw new ApiError('route_not_found', {});
  return reply.type('application/octet-stream').header('cache-control', FOR_EVER).send(bytes);
}

/** Only what has been signed: nobody can check a tile of a tree that no checkpoint tells. */
async function readHashes(db: Kysely<Database>, { level, from, to }: TilePlace): Promise<Buffer | null> {
  const hashes =
    level === 0
      ? sql`SELECT index, leaf_hash AS hash FROM leaves WHERE index >= ${from} AND index < ${to}`
      : sql`SELECT index, hash FROM tree_nodes WHERE level = ${level} AND index >= ${from} AND index < ${to}`;
  const { rows } = await sql<{ hash: Buffer }>`
    SELECT hash FROM (${hashes}) AS hashes
     WHERE ${to}::numeric * (${TILE_WIDTH}::numeric ^ ${level}) <= (SELECT size FROM ledger_head)
     ORDER BY index`.execute(db);
  return rows.length === to - from ? Buffer.concat(rows.map(({ hash }) => hash)) : null;
}

async function readLeaves(db: Kysely<Database>, { from, to }: TilePlace): Promise<Buffer[] | null> {
  // One plan for any range: each leaf by its index, each entry by its key.
  const { rows } = await sql<{ leaf: Buffer }>`
    SELECT leaf FROM generate_series(${from}::bigint, ${to}::bigint - 1) AS at
     CROSS JOIN LATERAL (SELECT recorded_at, entry_id FROM leaves WHERE index = at LIMIT 1) AS place
     CROSS JOIN LATERAL (
       SELECT leaf FROM entries WHERE recorded_at = place.recorded_at AND id = place.entry_id LIMIT 1
     ) AS entry
     WHERE ${to} <= (SELECT size FROM ledger_head)
     ORDER BY at`.execute(db);
  return rows.length === to - from ? rows.map(({ leaf }) => leaf) : null;
}
