import * as z from 'zod';
import {
  ENTRY_ACTIONS,
  type EntryAction,
  EntryOutcome,
  type EntrySummary,
  Id,
  type OperationInput,
} from '../../contract/index.ts';

/** What people ask of the ledger together; each is one or more actions of the contract. */
export const ACTION_GROUPS = {
  acts: ['unlock', 'reset'],
  unlock: ['unlock'],
  reset: ['reset'],
  locks: ['lock', 'expire'],
  looks: ['open', 'search'],
  register: ['disable', 'enable', 'move', 'change_phone'],
  sign_in: ['sign_in'],
  call: ['call'],
} as const satisfies Record<string, readonly EntryAction[]>;
export type ActionGroup = keyof typeof ACTION_GROUPS;
export const ACTION_GROUP_NAMES = Object.keys(ACTION_GROUPS) as ActionGroup[];

/** Longest period of one question, in days: what the API takes by itself where none is given. */
export const PERIOD_DAYS = [1, 7, 31] as const;
export type PeriodDays = (typeof PERIOD_DAYS)[number];

const local = z.iso.date();

/** What the ledger is narrowed to. Lives in the address, so that going back finds the same list. */
export const LedgerFilters = z.object({
  /** Days back from now, today included; not used where `day` says otherwise. */
  days: z
    .union(PERIOD_DAYS.map((days) => z.literal(days)))
    .default(31)
    .catch(31),
  /** The last day of the period, where that is not today. */
  until: local.optional().catch(undefined),
  actions: z.enum(ACTION_GROUP_NAMES).optional().catch(undefined),
  outcome: EntryOutcome.optional().catch(undefined),
  office: z.string().max(32).optional().catch(undefined),
  actor: z.string().max(128).optional().catch(undefined),
  account: Id.optional().catch(undefined),
});
export type LedgerFilters = z.infer<typeof LedgerFilters>;

/** Whether anything but the period narrows the list. */
export const isNarrowed = ({ actions, outcome, office, actor, account }: LedgerFilters): boolean =>
  [actions, outcome, office, actor, account].some((one) => one !== undefined);

/** What one page is asked by: a stretch of time, from new to old, and a place in it. */
export interface Stretch {
  from: string;
  /** Exclusive; null for now and all that comes. */
  to: string | null;
  after?: string;
}

/** The stretch that a list begins with. `now` in milliseconds of the epoch. */
export function firstStretch({ days, until }: Pick<LedgerFilters, 'days' | 'until'>, now: number): Stretch {
  if (until === undefined) return { from: startOfDay(now, 1 - days).toISOString(), to: null };
  const last = new Date(`${until}T00:00:00`).getTime();
  return { from: startOfDay(last, 1 - days).toISOString(), to: startOfDay(last, 1).toISOString() };
}

/** As long a stretch as the longest period, right before the given one. */
export function stretchBefore({ from }: Stretch): Stretch {
  return { from: startOfDay(Date.parse(from), -31).toISOString(), to: from };
}

/** Midnight at the workstation, so many days from a day. By the calendar: a day may have 23 or 25 hours. */
function startOfDay(at: number, offset: number): Date {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + offset);
}

export function entriesInput(filters: LedgerFilters, stretch: Stretch, limit: number): OperationInput<'listEntries'> {
  const { actions, outcome, office, actor, account } = filters;
  return {
    from: stretch.from,
    ...(stretch.to !== null && { to: stretch.to }),
    ...(stretch.after !== undefined && { after: stretch.after }),
    ...(account !== undefined && { account_id: account }),
    ...(actor !== undefined && { actor }),
    ...(office !== undefined && { office }),
    ...(actions !== undefined && { actions: [...ACTION_GROUPS[actions]] }),
    ...(outcome !== undefined && { outcomes: [outcome] }),
    limit,
  };
}

/** Whether an entry that has just come belongs to the list. Only lists that run up to now take in what comes. */
export function takesIn(filters: LedgerFilters, entry: EntrySummary): boolean {
  const { until, actions, outcome, office, actor, account } = filters;
  return (
    until === undefined &&
    (actions === undefined || ACTION_GROUPS[actions].some((action) => action === entry.action)) &&
    (outcome === undefined || outcome === entry.outcome) &&
    (office === undefined || office === entry.actor.office?.code) &&
    (actor === undefined || actor === entry.actor.subject) &&
    (account === undefined || account === entry.account?.id)
  );
}

export const knowsAction = (action: string): action is EntryAction => ENTRY_ACTIONS.some((known) => known === action);
