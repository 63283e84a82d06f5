import * as z from 'zod';
import {
  ENTRY_ACTIONS,
  type EntryAction,
  EntryOutcome,
  type EntrySummary,
  Id,
  type OperationInput,
  type StoredFilter,
} from '../../contract/index.ts';
import { type Known, oneOf } from '../filters/stored.ts';

/** What people ask of the ledger together; each is one or more actions of the contract. */
const ACTION_GROUPS = {
  acts: ['unlock', 'reset'],
  unlock: ['unlock'],
  reset: ['reset'],
  locks: ['lock', 'expire', 'end_elsewhere'],
  looks: ['open', 'search', 'reveal'],
  exports: ['export'],
  register: ['disable', 'enable', 'move', 'change_phone'],
  sign_in: ['sign_in'],
  review: ['review', 'review_access', 'mark', 'substitute'],
  alerts: ['alert', 'acknowledge'],
  retention: ['erase', 'hold', 'retire'],
  call: ['call'],
} as const satisfies Record<string, readonly EntryAction[]>;
export type ActionGroup = keyof typeof ACTION_GROUPS;
export const ACTION_GROUP_NAMES = Object.keys(ACTION_GROUPS) as ActionGroup[];

/** How far back a list goes, in days; the longest is what the API takes by itself where none is given. */
const PERIODS = { day: 1, week: 7, month: 31 } as const;
export type Period = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as Period[];

const local = z.iso.date();

/** What the ledger is narrowed to. */
export const LedgerFilters = z.object({
  period: z.enum(PERIOD_NAMES).default('month').catch('month'),
  /** The last day of the period, where that is not today. */
  until: local.optional().catch(undefined),
  /** Where it is left out, the ledger lists everything and a clerk's own list what they did. */
  actions: z
    .enum(['all', ...ACTION_GROUP_NAMES])
    .optional()
    .catch(undefined),
  outcome: EntryOutcome.optional().catch(undefined),
  office: z.string().max(32).optional().catch(undefined),
  actor: z.string().max(128).optional().catch(undefined),
  account: Id.optional().catch(undefined),
});
export type LedgerFilters = z.infer<typeof LedgerFilters>;

/** The ledger's place in the address: what it is narrowed to, and the entry that stands beside the list. */
export const LedgerSearch = LedgerFilters.extend({ entry: Id.optional().catch(undefined) });
export type LedgerSearch = z.infer<typeof LedgerSearch>;

/** A stretch of time, from new to old. */
export interface Stretch {
  from: string;
  /** Exclusive; null for now and all that comes. */
  to: string | null;
  /** The one that was listed before it. */
  newer?: Stretch;
}

/** Where in its stretch a page is: from the newest entry on, older or newer than a cursor, or back from the oldest. */
export interface PagePlace extends Stretch {
  after?: string;
  before?: string;
  from_end?: true;
}

export const stretchOf = ({ from, to, newer }: PagePlace): Stretch => ({ from, to, ...(newer && { newer }) });

/** The stretch that a list begins with. `now` in milliseconds of the epoch. */
export function firstStretch({ period, until }: Pick<LedgerFilters, 'period' | 'until'>, now: number): Stretch {
  const days = PERIODS[period];
  if (until === undefined) return { from: startOfDay(now, 1 - days).toISOString(), to: null };
  const last = new Date(`${until}T00:00:00`).getTime();
  return { from: startOfDay(last, 1 - days).toISOString(), to: startOfDay(last, 1).toISOString() };
}

/** As long a stretch as the longest period, right before the given one. */
export function stretchBefore(place: PagePlace): Stretch {
  const { from } = place;
  return { from: startOfDay(Date.parse(from), -PERIODS.month).toISOString(), to: from, newer: stretchOf(place) };
}

/** Midnight at the workstation, so many days from a day. By the calendar: a day may have 23 or 25 hours. */
function startOfDay(at: number, offset: number): Date {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + offset);
}

/** What a list is narrowed to, as the API is asked. */
export function filterInput(
  filters: LedgerFilters,
  stretch: Stretch,
): Omit<OperationInput<'listEntries'>, 'after' | 'before' | 'from_end' | 'limit'> {
  const { actions, outcome, office, actor, account } = filters;
  return {
    from: stretch.from,
    ...(stretch.to !== null && { to: stretch.to }),
    ...(account !== undefined && { account_id: account }),
    ...(actor !== undefined && { actor }),
    ...(office !== undefined && { office }),
    ...(actions !== undefined && actions !== 'all' && { actions: [...ACTION_GROUPS[actions]] }),
    ...(outcome !== undefined && { outcomes: [outcome] }),
  };
}

export function entriesInput(filters: LedgerFilters, place: PagePlace, limit: number): OperationInput<'listEntries'> {
  const { after, before, from_end } = place;
  return {
    ...filterInput(filters, place),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
    ...(from_end && { from_end }),
    limit,
  };
}

/** Whether an entry that has just come belongs to the list. Only lists that run up to now take in what comes. */
export function takesIn(filters: LedgerFilters, entry: EntrySummary): boolean {
  const { until, actions, outcome, office, actor, account } = filters;
  return (
    until === undefined &&
    (actions === undefined || actions === 'all' || ACTION_GROUPS[actions].some((action) => action === entry.action)) &&
    (outcome === undefined || outcome === entry.outcome) &&
    (office === undefined || office === entry.actor.office?.code) &&
    (actor === undefined || actor === entry.actor.subject) &&
    (account === undefined || account === entry.account?.id)
  );
}

export const knowsAction = (action: string): action is EntryAction => ENTRY_ACTIONS.some((known) => known === action);

/** The filters as they are without any; how long the period is stays a person's choice. */
export const UNFILTERED = {
  until: undefined,
  actions: undefined,
  outcome: undefined,
  office: undefined,
  actor: undefined,
  account: undefined,
} satisfies Partial<LedgerFilters>;

/** What of the filters can be kept: not whom they are about, nor a day. The shortest is what a list begins with. */
export function storedFilters({ period, actions, outcome, office }: LedgerFilters): StoredFilter {
  return {
    ...(period !== 'month' && { period }),
    ...(actions !== undefined && { actions }),
    ...(outcome !== undefined && { outcome }),
    ...(office !== undefined && { office }),
  };
}

/** What of a kept filter this list knows. */
export const KNOWN_FILTERS: Known = {
  period: oneOf(PERIOD_NAMES),
  actions: oneOf(['all', ...ACTION_GROUP_NAMES]),
  outcome: oneOf(EntryOutcome.options),
  office: () => true,
};

/** The filters that a kept one stands for. */
export const filtersOf = (kept: StoredFilter): LedgerFilters => LedgerFilters.parse(kept);

/** Narrowed to somebody or to a day, which is not kept. */
export const isPersonal = ({ account, actor, until }: LedgerFilters): boolean =>
  account !== undefined || actor !== undefined || until !== undefined;

export const isNarrowed = (filters: LedgerFilters): boolean =>
  Object.keys(UNFILTERED).some((name) => filters[name as keyof typeof UNFILTERED] !== undefined);
