/** Finds out whether the ledger lost what was signed, and what would have to be declared of that. */
import type { Declaration } from '../../../contract/index.ts';
import { EMPTY_ROOT } from '../../../verify/hash.ts';
import type { SignedTree } from '../signing-key.ts';
import { type Queryable, treeAt } from '../stored-tree.ts';
import type { KeptNote } from './kept-checkpoint.ts';

/** Set by `lockdesk restore` in the settings of the cluster that it makes: a database that was copied can't tell by itself. */
const MARK = "current_setting('lockdesk.restored', true)";

interface DeclaredRow {
  number: number;
  kept: Declaration['kept'];
  lost: Declaration['lost'];
}

interface Standing {
  size: number;
  root: Buffer;
  /** Of the settings, where no restoration has declared it. */
  mark: string | null;
  /** A restoration has no index yet: it is not to be told before it is in the tree. */
  numbering: boolean;
  declared: DeclaredRow[];
}

/** What the ledger is to a checkpoint that somebody holds. */
export type LedgerToHeld = 'extended' | 'declared' | 'lost';

export async function ledgerTo(db: Queryable, held: SignedTree): Promise<LedgerToHeld> {
  const { size, root, declared } = await readStanding(db);
  if (held.size === size && held.root.equals(root)) return 'extended';
  if (held.size <= size && (await treeAt(db, held.size)).root().equals(held.root)) return 'extended';
  return isDeclared(held, declared) ? 'declared' : 'lost';
}

/** The same rule as `declaredLost` of `src/verify/restoration.ts`, which shares no code with whoever signs. */
function isDeclared({ size, root, restoration }: SignedTree, declared: readonly DeclaredRow[]): boolean {
  return declared.some(({ number, kept, lost }) => {
    if (!lost || number <= lost.restoration || restoration > lost.restoration) return false;
    if (size <= kept.size || size > lost.size) return false;
    if (size === lost.size && root.toString('base64') !== lost.root) return false;
    return declared.every((one) => one.number <= restoration || one.number > lost.restoration || size <= one.kept.size);
  });
}

/**
 * Remembers a checkpoint that the ledger does not come to, so that every process knows of it.
 *
 * @param heldBy subject of who handed it in; null of the signer's own
 */
export async function rememberLost(db: Queryable, held: KeptNote, heldBy: string | null): Promise<void> {
  await db.query(
    `INSERT INTO held_checkpoints (size, root, restoration, note, held_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [held.size, held.root, held.restoration, held.note, heldBy],
  );
}

/** What must be declared, without lost entries; null where nothing must. */
export async function toDeclare(db: Queryable, origin: string): Promise<Declaration | null> {
  const { size, root, mark, declared } = await readStanding(db);
  const held = await newestUnsettled(db);
  if (mark === null && !held) return null;
  const lost = held && { size: held.size, root: base64(held.root), restoration: held.restoration };
  return {
    origin,
    number: Math.max(0, held?.restoration ?? 0, ...declared.map((one) => one.number)) + 1,
    kept: lost ? keptBefore(lost, { size, root: base64(root) }, declared) : { size, root: base64(root) },
    lost,
    lost_entries: [],
    mark,
  };
}

/** Whether the ledger may be signed: nothing is to be declared, and what was declared stands in it. */
export async function maySign(db: Queryable): Promise<boolean> {
  const { mark, numbering } = await readStanding(db);
  return mark === null && !numbering && (await newestUnsettled(db)) === null;
}

/** How far the ledger surely still is what a lost checkpoint was signed of. */
function keptBefore(
  lost: NonNullable<Declaration['lost']>,
  head: Declaration['kept'],
  declared: readonly DeclaredRow[],
): Declaration['kept'] {
  // Its history was cut by the next restoration, declared when this checkpoint was not known yet.
  const cut = declared.find(({ number }) => number > lost.restoration)?.kept ?? head;
  // Signed on before anybody knew: nothing tells where the two part.
  return cut.size < lost.size ? cut : { size: 0, root: base64(EMPTY_ROOT) };
}

async function newestUnsettled(db: Queryable): Promise<SignedTree | null> {
  const { rows } = await db.query<SignedTree>(
    `SELECT size::float8 AS size, root, restoration FROM held_checkpoints
      WHERE settled_by IS NULL ORDER BY restoration DESC, size DESC, root LIMIT 1`,
  );
  return rows[0] ?? null;
}

async function readStanding(db: Queryable): Promise<Standing> {
  const { rows } = await db.query<Standing>(
    `SELECT size::float8 AS size, root,
            (SELECT mark FROM (SELECT nullif(${MARK}, '') AS mark) AS given
              WHERE NOT EXISTS (SELECT FROM restorations WHERE restorations.mark = given.mark)) AS mark,
            EXISTS (SELECT FROM restorations AS one
                     WHERE NOT EXISTS (SELECT FROM leaves WHERE leaves.entry_id = one.entry_id)) AS numbering,
            coalesce((SELECT json_agg(json_build_object('number', number, 'kept', declaration->'kept',
                                                        'lost', declaration->'lost') ORDER BY number)
                        FROM restorations), '[]') AS declared
       FROM ledger_head`,
  );
  const [standing] = rows;
  if (!standing) throw new Error('the ledger has no head');
  return standing;
}

const base64 = (hash: Buffer): string => hash.toString('base64');
