import canonicalize from 'canonicalize';
import { sql, type Transaction } from 'kysely';
import type { Declaration, Restoration, RestorationProposal, RestorationState } from '../../../contract/index.ts';
import type { Database } from '../../db/schema.ts';
import type { StaffActor } from '../../http/actor.ts';
import { checkSignedInAfresh } from '../../http/fresh.ts';
import type { Call } from '../../http/handler.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';
import { recordEntry } from '../record.ts';
import type { SigningKey } from '../signing-key.ts';
import { digestOf, leafOf } from './declaration.ts';
import { toDeclare } from './losses.ts';

interface ProposalRow {
  digest: string;
  declaration: Declaration;
  proposed_by: string;
  proposed_by_name: string;
  entry_id: string;
  proposed_at: Date;
}

interface RestorationRow {
  digest: string;
  declaration: Declaration;
  proposed_by_name: string;
  confirmed_by_name: string;
  recorded_at: Date;
  entry_id: string;
  index: number | null;
  leaf: Buffer;
}

/** Only a process that holds the key can tell which ledger this is. @throws ApiError `ledger_unavailable` */
export function keyOf({ signingKey }: Services): SigningKey {
  if (!signingKey) throw new ApiError('ledger_unavailable', {});
  return signingKey;
}

export async function restorationState(services: Services): Promise<RestorationState> {
  const declaration = await toDeclare(services.pool, keyOf(services).origin);
  if (!declaration) return { needed: false, declaration, proposal: null };
  const proposals = await services.db
    .selectFrom('restoration_proposals')
    .selectAll()
    .orderBy('proposed_at', 'desc')
    .execute();
  const proposal = proposals.find((row) => says(row.declaration, declaration));
  return { needed: true, declaration, proposal: proposal ? toProposal(proposal) : null };
}

/** Everything but the lost entries, which whoever proposes adds from what they hold. */
const says = (declaration: Declaration, now: Declaration): boolean =>
  canonicalize({ ...declaration, lost_entries: [] }) === canonicalize(now);

const toProposal = (row: ProposalRow): RestorationProposal => ({
  declaration: row.declaration,
  digest: row.digest,
  proposed_by: { subject: row.proposed_by, name: row.proposed_by_name },
  proposed_at: row.proposed_at.toISOString(),
});

/**
 * Proposes a declaration; proposing the same again changes nothing.
 *
 * @throws ApiError `sign_in_again`, `restoration_not_needed`, `declaration_outdated`, `invalid_input`
 */
export async function propose(
  { actor, services, requestId }: Call<StaffActor>,
  declaration: Declaration,
): Promise<RestorationProposal> {
  checkSignedInAfresh(actor);
  await checkCurrent(services, declaration);
  checkLostEntries(declaration);
  const digest = digestOf(declaration);
  return services.inTransaction(async (trx) => {
    const known = await proposalOf(trx, digest);
    if (known) return toProposal(known);
    const entry = await recordEntry(trx, {
      action: 'restoration',
      outcome: 'pending',
      actor,
      requestId,
      restoration: leafOf(declaration, actor.subject),
    });
    const made: ProposalRow = {
      digest,
      declaration,
      proposed_by: actor.subject,
      proposed_by_name: actor.name,
      entry_id: entry.id,
      proposed_at: entry.recorded_at,
    };
    await trx
      .insertInto('restoration_proposals')
      .values({ ...made, declaration: JSON.stringify(declaration) })
      .execute();
    return toProposal(made);
  });
}

/** @throws ApiError `restoration_not_needed`, `declaration_outdated` */
async function checkCurrent(services: Services, declaration: Declaration): Promise<void> {
  const now = await toDeclare(services.pool, keyOf(services).origin);
  if (!now) throw new ApiError('restoration_not_needed', {});
  if (!says(declaration, now)) throw new ApiError('declaration_outdated', {});
}

/** Named in order, once each, and of the indices that are lost. @throws ApiError `invalid_input` */
function checkLostEntries({ kept, lost, lost_entries }: Declaration): void {
  let next = kept.size;
  for (const [at, { index }] of lost_entries.entries()) {
    if (index < next || index >= (lost?.size ?? 0)) {
      const issues = [{ path: `declaration.lost_entries.${at}.index`, code: 'custom' }];
      throw new ApiError('invalid_input', { issues });
    }
    next = index + 1;
  }
}

const proposalOf = (trx: Transaction<Database>, digest: string): Promise<ProposalRow | undefined> =>
  trx.selectFrom('restoration_proposals').selectAll().where('digest', '=', digest).executeTakeFirst();

/**
 * Declares what another administrator has proposed: from here on the ledger is signed on. Confirming it again changes
 * nothing.
 *
 * @throws ApiError `sign_in_again`, `second_person_required`, `restoration_not_needed`, `declaration_outdated`
 */
export async function confirm({ actor, services, requestId }: Call<StaffActor>, digest: string): Promise<Restoration> {
  checkSignedInAfresh(actor);
  const [declared] = await restorations(services, digest);
  if (declared) return declared;
  await services.inTransaction(async (trx) => {
    const proposal = await proposalOf(trx, digest);
    if (!proposal) throw new ApiError('declaration_outdated', {});
    const { declaration, proposed_by, proposed_by_name, entry_id } = proposal;
    await checkCurrent(services, declaration);
    if (proposed_by === actor.subject) throw new ApiError('second_person_required', {});
    const entry = await recordEntry(trx, {
      action: 'restoration',
      outcome: 'done',
      actor,
      requestId,
      refersTo: entry_id,
      restoration: leafOf(declaration, proposed_by),
    });
    const { number, mark, kept, lost } = declaration;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('restorations')
      .values({
        number,
        digest,
        declaration: JSON.stringify(declaration),
        mark,
        proposed_by_name,
        confirmed_by_name: actor.name,
        entry_id: entry.id,
        recorded_at: entry.recorded_at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    // Somebody else's confirmation has come first.
    if (numInsertedOrUpdatedRows === 0n) throw new ApiError('declaration_outdated', {});
    if (lost) await settle(trx, number, kept.size, lost);
  });
  const [made] = await restorations(services, digest);
  if (!made) throw new Error('a restoration was not written');
  return made;
}

/** What the restoration declares lost waits for no other. */
async function settle(
  trx: Transaction<Database>,
  number: number,
  keptSize: number,
  lost: NonNullable<Declaration['lost']>,
): Promise<void> {
  await trx
    .updateTable('held_checkpoints')
    .set({ settled_by: number })
    .where('settled_by', 'is', null)
    .where('restoration', '=', lost.restoration)
    .where('size', '>', keptSize)
    .where((is) =>
      is.or([
        is('size', '<', lost.size),
        is.and([is('size', '=', lost.size), is('root', '=', Buffer.from(lost.root, 'base64'))]),
      ]),
    )
    .execute();
}

/** Declared restorations, oldest first; the one of a digest, where it is given. */
export async function restorations({ db }: Services, digest: string | null = null): Promise<Restoration[]> {
  const { rows } = await sql<RestorationRow>`
    SELECT one.digest, one.declaration, one.proposed_by_name, one.confirmed_by_name, one.recorded_at, one.entry_id,
           leaves.index, entries.leaf
      FROM restorations AS one
      JOIN entries ON entries.recorded_at = one.recorded_at AND entries.id = one.entry_id
      LEFT JOIN leaves ON leaves.entry_id = one.entry_id
     WHERE ${digest}::text IS NULL OR one.digest = ${digest}
     ORDER BY one.number`.execute(db);
  return rows.map((row) => ({
    ...row.declaration,
    digest: row.digest,
    proposed_by: row.proposed_by_name,
    confirmed_by: row.confirmed_by_name,
    recorded_at: row.recorded_at.toISOString(),
    entry: { id: row.entry_id, index: row.index, leaf: row.leaf.toString() },
  }));
}
