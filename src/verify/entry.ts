import { createHash } from 'node:crypto';

/** A value that was kept apart from its leaf, with the salt (hex) of its commitment. */
export interface PrivateValue {
  value: string;
  salt: string;
}

/** An entry as the ledger's tables hold it beside its leaf: columns by name, times as Date. */
export type StoredEntry = Readonly<Record<string, unknown>>;

/** The leaf's JSON, format 1, as far as it is checked. Members that do not apply are left out. */
interface Leaf {
  id?: unknown;
  at?: unknown;
  entry?: {
    actor?: { kind?: unknown; subject?: unknown; office?: { code?: unknown; name?: unknown }; workstation?: unknown };
    verification?: { method?: unknown; reading?: unknown };
    division?: unknown;
    private?: Record<string, unknown>;
    [member: string]: unknown;
  };
}

/** Fields that stand in a column of the entry as well, where screens read them. */
const PRIVATE_COLUMNS = ['actor_name', 'staff_number'];
const PROVINCE_DIGITS = 2;
const CITY_DIGITS = 4;

/**
 * Columns of an entry that do not say what its leaf says: screens show columns, and only the leaf was signed.
 *
 * @param leaf bytes that were found to be those that were signed
 */
export function wrongColumns(leaf: Uint8Array, stored: StoredEntry): string[] {
  const { id, at, entry = {} } = read(leaf);
  const { actor = {}, verification = {}, division } = entry;
  const expected: Record<string, unknown> = {
    id,
    recorded_at: at,
    action: entry.action,
    outcome: entry.outcome,
    actor_kind: actor.kind,
    actor_subject: actor.subject,
    office_code: actor.office?.code,
    office_name: actor.office?.name,
    workstation: actor.workstation,
    account_id: entry.account,
    province: typeof division === 'string' ? division.slice(0, PROVINCE_DIGITS) : undefined,
    city: typeof division === 'string' ? division.slice(0, CITY_DIGITS) : undefined,
    division,
    reason: entry.reason,
    channel: entry.channel,
    verification_method: verification.method,
    verification_reading: verification.reading,
    field: entry.field,
    refused_with: entry.refused_with,
    refers_to: entry.refers_to,
    request_id: entry.request,
    before: entry.before,
    after: entry.after,
    lock_id: entry.lock,
  };
  return Object.entries(expected)
    .filter(([column, value]) => plain(stored[column]) !== plain(value))
    .map(([column]) => column);
}

/**
 * Private fields of an entry that are not what its leaf commits to, or are missing.
 *
 * @param fields what is kept apart; null where there is no such row
 * @param erased the citizen's data were erased since: what was kept of them may be gone, not changed
 */
export function wrongPrivateFields(
  leaf: Uint8Array,
  stored: StoredEntry,
  fields: Readonly<Record<string, PrivateValue>> | null,
  erased = false,
): string[] {
  const commitments = read(leaf).entry?.private ?? {};
  const names = new Set([...Object.keys(commitments), ...Object.keys(fields ?? {}), ...PRIVATE_COLUMNS]);
  return [...names].filter((name) => {
    const field = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
    const committed = Object.hasOwn(commitments, name) ? commitments[name] : undefined;
    const shown = PRIVATE_COLUMNS.includes(name) ? (stored[name] ?? undefined) : field?.value;
    if (erased && field === undefined && !PRIVATE_COLUMNS.includes(name)) return false;
    return (field && commitment(field)) !== committed || field?.value !== shown;
  });
}

/**
 * What this entry tells to be erased: whatever was kept of a citizen by the earlier entries of their account, or by one other
 * entry; null where it tells something else.
 */
export function erasureOf(leaf: Uint8Array): { account: string } | { entry: string } | null {
  const { action, outcome, account, refers_to: entry } = read(leaf).entry ?? {};
  if (action !== 'erase' || outcome !== 'done') return null;
  if (typeof entry === 'string') return { entry };
  return typeof account === 'string' ? { account } : null;
}

/** The month (`2026-04`, UTC) whose private values this entry tells to be gone; null where it tells something else. */
export function retiredNotes(leaf: Uint8Array): string | null {
  const { action, outcome, reason, field } = read(leaf).entry ?? {};
  return action === 'retire' && outcome === 'done' && reason === 'notes' && typeof field === 'string' ? field : null;
}

/** SHA-256(salt || value). The salt keeps names and numbers, which are few, from being guessed. */
function commitment({ value, salt }: PrivateValue): string {
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(value).digest('hex');
}

function read(leaf: Uint8Array): Leaf {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(leaf).toString());
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** A value as text that does not depend on the order of members; what is missing is null. */
function plain(value: unknown): string {
  return JSON.stringify(value ?? null, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
