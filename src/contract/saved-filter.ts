import * as z from 'zod';
import { DivisionPrefix, Id, plainLine, token } from './common.ts';
import { looksPersonal } from './personal-looking.ts';

/** Lists whose filters can be kept. */
export const FILTER_SCREENS = ['locked', 'ledger', 'own_acts', 'review'] as const;
export const FilterScreen = z.enum(FILTER_SCREENS);
export type FilterScreen = z.infer<typeof FilterScreen>;

/** Filters that a person keeps for one list. */
export const SAVED_FILTERS_MAX = 50;
export const FILTER_NAME_MAX = 60;

/** A name of a closed set of the console's: no room for anything that a person typed. */
const code = z.string().regex(/^[a-z_]{1,32}$/);

/**
 * What a list is narrowed to, as it is kept: no citizen, no colleague, no date. What a value means is the console's to say:
 * one that a newer or older console does not know is left out there.
 */
export const StoredFilter = z.strictObject({
  period: code.optional(),
  actions: code.optional(),
  outcome: code.optional(),
  kind: code.optional(),
  cause: code.optional(),
  sort: code.optional(),
  part: code.optional(),
  office: token(32).optional(),
  place: DivisionPrefix.optional(),
});
export type StoredFilter = z.infer<typeof StoredFilter>;

export const SaveFilterInput = z.strictObject({
  /** Coined by the console: the same again is the same filter, changed. */
  filter_id: Id,
  screen: FilterScreen,
  name: plainLine(FILTER_NAME_MAX).refine((name) => !looksPersonal(name), { params: { code: 'looks_personal' } }),
  filter: StoredFilter,
  /** The list begins with it; no other of the list does then. */
  is_default: z.boolean(),
  /** The one that the person saw; 0 for a filter that is not kept yet. */
  version: z.int().min(0),
});
export type SaveFilterInput = z.infer<typeof SaveFilterInput>;

export const SavedFilter = z.object({
  filter_id: Id,
  screen: z.string(),
  name: z.string(),
  filter: z.object(StoredFilter.shape),
  is_default: z.boolean(),
  /** Rises with each change, and is never given again. */
  version: z.int(),
  /** The filter's place with those that it lies in, outermost first. */
  place_path: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type SavedFilter = z.infer<typeof SavedFilter>;
