import * as z from 'zod';
import { Id, Instant } from './common.ts';
import { EntrySummary } from './entry.ts';
import { LockedAccount } from './lock.ts';

/**
 * What the stream (`text/event-stream`, WHATWG HTML §9.2) brings. `id` of each message is the place in the ledger that it speaks
 * of, its index and the beginning of its leaf's hash, so `Last-Event-ID` asks for what came after it. A console more than
 * 1,000 entries behind gets `reset`: read anew. So does one whose place is no longer the ledger's, which was set back.
 */
export const STREAM_EVENTS = {
  /** Every two seconds, also when nothing happens. */
  beat: z.object({ index: z.number().int(), at: Instant }),
  reset: z.object({ index: z.number().int() }),
  /** A lock fell, within the reader's scope. */
  locked: z.object({ index: z.number().int(), row: LockedAccount }),
  /** A lock ended, within the reader's scope; kind, cause and division tell which totals fall by one. */
  lock_ended: z.object({ index: z.number().int(), row: LockedAccount, entry_id: Id }),
  /** An account in scope changed its version otherwise: disabled, enabled, moved, new phone. */
  account_changed: z.object({ index: z.number().int(), account_id: Id, version: z.number().int() }),
  /** An entry that the reader may see. */
  entry: z.object({ index: z.number().int(), entry: EntrySummary }),
} as const;
export type StreamEvent = {
  [E in keyof typeof STREAM_EVENTS]: { event: E; data: z.infer<(typeof STREAM_EVENTS)[E]> };
}[keyof typeof STREAM_EVENTS];

export const STREAM_BEAT_MS = 2000;
export const STREAM_MAX_BEHIND = 1000;
