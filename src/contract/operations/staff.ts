/** Staff themselves: who they are, who may do what, and the filters that each keeps. */
import * as z from 'zod';
import { ACCESS_SIGN_MAX, AccessReview, AccessVerdictInput } from '../access.ts';
import { Cursor, Id, Instant } from '../common.ts';
import type { Operation } from '../operation.ts';
import { SavedFilter, SaveFilterInput } from '../saved-filter.ts';
import { Me } from '../staff.ts';
import { accessFilters, limit } from './fields.ts';

export const STAFF_OPERATIONS = {
  me: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/me',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    right: null,
    summary: 'Who is signed in, with which roles, office and scope, and the least console version served',
    input: z.strictObject({}),
    output: Me,
    errors: [],
  },
  accessReview: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/access-review',
    roles: ['supervisor', 'auditor', 'administrator'],
    right: 'review_access',
    summary: 'Who may do what, by role and scope, as their tokens told, and when they last used it',
    input: z.strictObject({
      ...accessFilters,
      after: Cursor.optional(),
      limit,
    }),
    output: AccessReview,
    errors: ['invalid_cursor'],
  },
  signAccess: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/access-reviews',
    roles: ['supervisor', 'auditor', 'administrator'],
    right: 'review_access',
    summary: 'Sign what was reviewed: each person keeps what they may do, or is asked about; one entry holds all of it',
    input: z.strictObject({ people: z.array(AccessVerdictInput).min(1).max(ACCESS_SIGN_MAX) }),
    output: z.object({ entry_id: Id, recorded_at: Instant, count: z.number().int() }),
    errors: [
      'person_not_found',
      'own_act',
      'access_changed',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  listFilters: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/saved-filters',
    roles: ['clerk', 'supervisor', 'auditor'],
    right: null,
    summary: 'Filters of lists that one keeps for oneself',
    input: z.strictObject({}),
    output: z.object({ items: z.array(SavedFilter) }),
    errors: [],
  },
  saveFilter: {
    surface: 'console',
    kind: 'report',
    method: 'POST',
    path: '/v1/saved-filters/{filter_id}',
    roles: ['clerk', 'supervisor', 'auditor'],
    right: null,
    summary:
      'Keep a filter of a list, or change one that is kept; nothing personal fits in it, and no entry is written',
    input: SaveFilterInput,
    output: SavedFilter,
    errors: ['filter_changed', 'filter_name_taken', 'too_many_filters'],
  },
  deleteFilter: {
    surface: 'console',
    kind: 'report',
    method: 'POST',
    path: '/v1/saved-filters/{filter_id}/delete',
    roles: ['clerk', 'supervisor', 'auditor'],
    right: null,
    summary: 'Keep a filter of one’s own no more; again, it changes nothing',
    input: z.strictObject({ filter_id: Id }),
    output: z.object({ filter_id: Id }),
    errors: [],
  },
} as const satisfies Record<string, Operation>;
