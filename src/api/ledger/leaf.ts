import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EntryDraft } from './record.ts';

/**
 * The bytes of an entry that the ledger's tree hashes: RFC 8785 (JCS) JSON, at most 16 KiB, of exactly this shape.
 *
 *     { "at":     recorded_at, RFC 3339 UTC with milliseconds: the acting transaction's now()
 *       "entry":  {
 *         "action", "outcome",
 *         "actor": { "kind", "subject", "roles"?, "office"?: { "code", "name", "division" }, "workstation"? },
 *         "account"?:      id of the account
 *         "division"?:     GB/T 2260 code of the county where it was done
 *         "lock"?:         id of the lock begun, ended or moved
 *         "reason"?, "channel"?, "verification"?: { "method", "reading" }, "refused_with"?,
 *         "field"?:        which number of the account was revealed, or which month retired
 *         "refers_to"?:    id of the entry that this one completes or follows
 *         "request"?:      id of the request
 *         "before"?, "after"?: the account's state; see EntryState
 *         "file"?:         of an export: { "rows" | "pages", "bytes", "sha256" }; of pages as the console said
 *         "ledger_key"?:   the note by which the ledger's key is handed on; see src/verify/keys.ts
 *         "restoration"?: { "number", "kept": { "size", "root" }, "lost"?: { "size", "root", "restoration" }, "named",
 *                          "digest", "proposed_by" }: what was lost of the ledger itself; see `restoration.ts`
 *         "private"?: { name: hex SHA-256(salt || value), … }  — one for each row's field in entry_private
 *       },
 *       "format": 1,
 *       "id":     id of the entry }
 *
 * What does not apply is left out, never null. There is no personal data here: ids are random or the sign-in
 * provider's, everything else is a commitment to a value in `entry_private`, so that erasing a value leaves every proof
 * standing. Each commitment has a salt of its own, deleted with the value: names and numbers are too easily guessed.
 */
export const LEAF_FORMAT = 1;

const SALT_BYTES = 16;

/** A value kept apart from the leaf, with the salt (hex) of its commitment. */
export interface PrivateValue {
  value: string;
  salt: string;
}

export interface LeafParts {
  /** Canonical JSON of the leaf's `entry`. */
  entry: string;
  /** What the commitments in it speak of; null where there are none. */
  fields: Record<string, PrivateValue> | null;
}

/**
 * The part of a leaf that is known before it is written. The database adds id and time: its clock decides, and members
 * sort as `at`, `entry`, `format`, `id`, so putting them together by concatenation is canonical.
 */
export function leafParts(draft: EntryDraft): LeafParts {
  const fields = privateFields(draft);
  const { actor, account } = draft;
  const staff = actor.kind === 'staff' ? actor : null;
  const entry = canonicalize({
    action: draft.action,
    outcome: draft.outcome,
    actor: {
      kind: actor.kind,
      subject: actor.subject,
      roles: actor.kind === 'policy' ? undefined : [...actor.roles],
      office: staff?.office ?? undefined,
      workstation: staff?.workstation ?? undefined,
    },
    account: account?.id,
    division: placeOf(draft) ?? undefined,
    lock: draft.lockId ?? undefined,
    reason: draft.reason ?? undefined,
    channel: draft.channel ?? undefined,
    verification: draft.verification ?? undefined,
    field: draft.field ?? undefined,
    refused_with: draft.refusedWith ?? undefined,
    refers_to: draft.refersTo ?? undefined,
    request: draft.requestId ?? undefined,
    before: draft.before ?? undefined,
    after: draft.after ?? undefined,
    file: draft.file ?? undefined,
    ledger_key: draft.ledgerKey ?? undefined,
    restoration: draft.restoration ?? undefined,
    private: fields ? commitments(fields) : undefined,
  });
  if (entry === undefined) throw new TypeError('an entry must be an object');
  return { entry, fields };
}

/** County where an entry belongs: the office's for acts of the staff, the account's for all others. */
export function placeOf({ actor, account, division }: EntryDraft): string | null {
  return (actor.kind === 'staff' ? actor.office?.division : (account?.division ?? division)) ?? null;
}

function privateFields({ actor, private: given = {} }: EntryDraft): Record<string, PrivateValue> | null {
  const values = {
    ...given,
    actor_name: actor.kind === 'policy' ? null : actor.name,
    staff_number: actor.kind === 'staff' ? actor.staffNumber : null,
    // What tells a reviewer that somebody served themself.
    actor_account: actor.kind === 'staff' ? actor.account : null,
  };
  const present = Object.entries(values).filter((field): field is [string, string] => typeof field[1] === 'string');
  if (present.length === 0) return null;
  return Object.fromEntries(
    present.map(([name, value]) => [name, { value, salt: randomBytes(SALT_BYTES).toString('hex') }]),
  );
}

function commitments(fields: Record<string, PrivateValue>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, commitment(field)]));
}

function commitment({ value, salt }: PrivateValue): string {
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(value).digest('hex');
}
