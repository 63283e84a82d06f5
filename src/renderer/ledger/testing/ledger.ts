import type {
  Actor,
  EntryAction,
  EntryDetail,
  EntrySummary,
  OperationOutput,
  ParsedInput,
} from '../../../contract/index.ts';
import { idOf } from '../../testing/people.ts';

const MINUTE_MS = 60_000;

/** Entries that one page looks at: fewer than the API's, so that a page that finds little is soon seen. */
const SCANNED = 150;

const staff = (subject: string, name: string, number: string, code: string, office: string): Actor => ({
  kind: 'staff',
  subject,
  name,
  staff_number: number,
  office: { code, name: office },
  workstation: `NJ-${number.slice(-2)}`,
});
const LI_MIN = staff('limin', '李敏', '032417', '320106-01', '南京市车管所鼓楼分所');
const CHEN_LI = staff('chenli', '陈莉', '032530', '320115-01', '南京市车管所江宁分所');
const POLICY: Actor = {
  kind: 'policy',
  subject: 'P-1',
  name: null,
  staff_number: null,
  office: null,
  workstation: null,
};
const SYSTEM: Actor = { ...POLICY, kind: 'system', subject: 'register', name: 'register' };

/** What happens over and over in the invented ledger. */
const ROUND: readonly (Pick<EntrySummary, 'action' | 'actor' | 'reason'> & Partial<EntrySummary>)[] = [
  { action: 'lock', actor: POLICY, reason: 'many_wrong_passwords' },
  { action: 'search', actor: LI_MIN, reason: 'resident_id', account: null },
  { action: 'open', actor: LI_MIN, reason: null },
  {
    action: 'unlock',
    actor: LI_MIN,
    reason: 'old_password',
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
  },
  { action: 'lock', actor: POLICY, reason: 'spread_sources' },
  { action: 'open', actor: CHEN_LI, reason: null },
  {
    action: 'reset',
    actor: CHEN_LI,
    reason: 'taken_over',
    verification: { method: 'other_document', reading: 'typed' },
    channel: 'counter',
  },
  { action: 'expire', actor: POLICY, reason: 'many_wrong_passwords' },
  { action: 'call', actor: CHEN_LI, reason: 'unlockAccount', outcome: 'refused', refused_with: 'stale_version' },
  { action: 'change_phone', actor: SYSTEM, reason: null },
  {
    action: 'unlock',
    actor: CHEN_LI,
    reason: 'other',
    verification: { method: 'call_back', reading: 'spoken' },
    channel: 'hotline',
    outcome: 'refused',
    refused_with: 'not_locked',
  },
];

const NAMES = ['王*明', '孙*丽', '欧阳*雪', '迪**·吐尔洪', '赵*芳'];

/** An invented ledger, newest first: one entry every seven minutes. For tests and for looking at. */
export function inventedLedger(count: number, now: number): EntrySummary[] {
  return Array.from({ length: count }, (_, n) => ledgerEntry(n, now - (n * 7 + 1) * MINUTE_MS));
}

/** The nth of the round, recorded at a moment. Its id rises with time, as the ledger's do. */
export function ledgerEntry(n: number, at: number): EntrySummary {
  const kind = ROUND[n % ROUND.length] ?? ROUND[0];
  return {
    id: idOf(6, Math.floor(at / 1000)),
    index: 5_204_000 - n,
    recorded_at: new Date(at).toISOString(),
    outcome: 'done',
    account: {
      id: idOf(2, n % 40),
      name: NAMES[n % NAMES.length] ?? '王*',
      document: `3201**********${String(1000 + ((n * 937) % 8999))}`,
    },
    verification: null,
    channel: null,
    field: null,
    refused_with: null,
    ...(kind as Pick<EntrySummary, 'action' | 'actor' | 'reason'>),
  };
}

const FAR = '9999-12-31T23:59:59.999Z';

/** Answers as the API does, but for the reader's scope. */
export function listOf(
  ledger: readonly EntrySummary[],
  input: ParsedInput<'listEntries'>,
): OperationOutput<'listEntries'> {
  const { from = '', to = FAR, account_id, actor, office, actions, outcomes, after, before, from_end, limit } = input;
  const backwards = before !== undefined || from_end === true;
  const cursor = after ?? before;
  const period = ledger.filter((entry) => entry.recorded_at >= from && entry.recorded_at < to);
  if (backwards) period.reverse();
  const start = cursor === undefined ? 0 : period.findIndex(({ id }) => id === cursor) + 1;
  const items: EntrySummary[] = [];
  let at = start;
  for (; at < period.length && items.length < limit && at - start < SCANNED; at++) {
    const entry = period[at];
    if (entry === undefined) break;
    const fits =
      (account_id ?? entry.account?.id) === entry.account?.id &&
      (actor ?? entry.actor.subject) === entry.actor.subject &&
      (office ?? entry.actor.office?.code) === entry.actor.office?.code &&
      (actions ?? [entry.action]).includes(entry.action) &&
      (outcomes ?? [entry.outcome]).includes(entry.outcome);
    if (fits) items.push(entry);
  }
  const last = at < period.length ? period[at - 1] : undefined;
  const searched_to = last?.recorded_at ?? (backwards ? to : from);
  const beyond = last?.id ?? null;
  const back = cursor === undefined ? null : (items[0]?.id ?? beyond ?? cursor);
  return backwards
    ? { items: items.reverse(), before: beyond, after: back, searched_to }
    : { items, before: back, after: beyond, searched_to };
}

const CHANGING: readonly EntryAction[] = ['lock', 'expire', 'unlock', 'reset', 'change_phone'];

export function wholeOf(entry: EntrySummary): EntryDetail {
  const { action, outcome } = entry;
  const changed = outcome === 'done' && CHANGING.includes(action);
  const locked = { version: 17, locked: true, lock_kind: 'temporary', disabled: false, reset_pending: false };
  const free = { ...locked, version: 18, locked: false, lock_kind: null, reset_pending: action === 'reset' };
  const acted = entry.verification !== null;
  return {
    ...entry,
    note: acted ? '本人到窗口，人证一致。\n已提醒改用密码管理器。' : null,
    document_note: entry.verification?.method === 'other_document' ? '户口簿原件，照片页与本人一致' : null,
    ticket: acted ? 'A037' : null,
    marked_staff: null,
    request_id: entry.actor.kind === 'staff' ? idOf(7, 42) : null,
    before: changed ? (action === 'lock' ? { ...free, version: 16 } : locked) : null,
    after: changed ? (action === 'lock' ? locked : free) : null,
    filters: null,
    file: null,
    access: null,
    substitution: null,
    refers_to: action === 'expire' ? idOf(6, 1) : null,
  };
}
