/** Fields that several operations take. */
import * as z from 'zod';
import { AccessMark } from '../access.ts';
import { DivisionPrefix, Id, Instant } from '../common.ts';
import { EntryAction, EntryOutcome } from '../entry.ts';
import { Cause, LockKind, LockSort } from '../lock.ts';
import { Role } from '../staff.ts';

const PAGE_MAX = 200;
export const limit = z.number().int().min(1).max(PAGE_MAX).default(50);
export const places = z.array(DivisionPrefix).min(1).max(16).optional();
export const opened = { account_id: Id, opening_id: Id };

/** What the list of the locked is narrowed to, and its order. */
export const lockFilters = {
  places,
  kinds: z.array(LockKind).min(1).optional(),
  causes: z.array(Cause).min(1).optional(),
  sort: LockSort.default('newest'),
  since: Instant.optional(),
  until: Instant.optional(),
};

/** What the ledger's list is narrowed to. */
export const entryFilters = {
  /** 31 days back from `to` where it is missing. */
  from: Instant.optional(),
  /** Now where it is missing. */
  to: Instant.optional(),
  account_id: Id.optional(),
  actor: z.string().min(1).max(128).optional(),
  office: z.string().min(1).max(32).optional(),
  actions: z.array(EntryAction).min(1).optional(),
  outcomes: z.array(EntryOutcome).min(1).optional(),
};

/** What a report is of. */
export const reportFilters = {
  /** Days of the offices’ clock, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** The whole scope where it is missing. */
  place: DivisionPrefix.optional(),
};

/** What the list of those who may do something is narrowed to. */
export const accessFilters = {
  role: Role.optional(),
  place: DivisionPrefix.optional(),
  mark: AccessMark.optional(),
};
