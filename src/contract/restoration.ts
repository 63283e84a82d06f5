import * as z from 'zod';
import { Id, Instant } from './common.ts';

/**
 * What follows a restore or a failover that lost entries: the ledger is signed on only after two administrators have
 * declared what was lost. The declaration is an entry (`restoration`) of the ledger; whoever keeps a checkpoint of the
 * lost part accepts the ledger by it and by nothing else. How to check one: `src/verify/restoration.ts`.
 */

const index = z.number().int().nonnegative();

/** SHA-256 in standard base64, as a checkpoint's root is written. */
const Root = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

/** SHA-256 in hex. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A tree of the ledger: how many entries, and its root. */
export const LedgerTree = z.strictObject({ size: index, root: Root });
export type LedgerTree = z.infer<typeof LedgerTree>;

/** An entry that was lost, as an export or the feed still holds it: its index then, its id, and what it was. */
export const LostEntry = z.strictObject({
  index,
  id: Id,
  action: z.string().min(1).max(32),
  /**
   * What shows it. `leaf`: its leaf, which is in a signed tree. `hash`: a line of the feed whose hash stands at this index in a
   * signed tree; that the leaf of this hash had this id and action is the feed's word. `word`: the feed's line alone.
   * Declarations from before the feed was read have `leaf` only, and leave it out.
   */
  shown_by: z.enum(['leaf', 'hash', 'word']).optional(),
});
export type LostEntry = z.infer<typeof LostEntry>;

/** Lost entries that one declaration names at most; the lost indices are told in any case. */
export const LOST_ENTRIES_MAX = 1000;

/** What two administrators declare. Its digest is SHA-256 over its RFC 8785 (JCS) JSON. */
export const Declaration = z.strictObject({
  /** The ledger's name. */
  origin: z.string().min(1).max(256),
  /** Greater than that of every restoration before it; every checkpoint from here on tells it. */
  number: z.number().int().positive(),
  /** What was signed last and is still there: the last index kept is `kept.size - 1`. */
  kept: LedgerTree,
  /**
   * The newest checkpoint known that the ledger no longer comes to: indices `kept.size` to `lost.size - 1` are lost. Its
   * `restoration` is the number that it tells itself, 0 where there was none before it. Null where nobody holds such a
   * checkpoint: then it is not known that anything was lost.
   */
  lost: LedgerTree.extend({ restoration: index }).nullable(),
  /** In order of their indices. */
  lost_entries: z.array(LostEntry).max(LOST_ENTRIES_MAX),
  /** What `lockdesk restore` left in the database's settings: which backup, and until when. Null after a failover. */
  mark: z.string().max(256).nullable(),
});
export type Declaration = z.infer<typeof Declaration>;

/** A declaration in force. */
export const Restoration = Declaration.extend({
  digest: Digest,
  /** Names of the two administrators. */
  proposed_by: z.string(),
  confirmed_by: z.string(),
  recorded_at: Instant,
  /**
   * Its entry: `leaf` is the very text whose hash the ledger holds at `index`, and no secret. The index is null for the
   * instant until the sequencer has given it.
   */
  entry: z.object({ id: Id, index: index.nullable(), leaf: z.string() }),
});
export type Restoration = z.infer<typeof Restoration>;

/** Oldest first. */
export const RestorationList = z.object({ restorations: z.array(Restoration) });

/** A declaration that one administrator has made and another must confirm. */
export const RestorationProposal = z.object({
  declaration: Declaration,
  digest: Digest,
  proposed_by: z.object({ subject: z.string(), name: z.string() }),
  proposed_at: Instant,
});
export type RestorationProposal = z.infer<typeof RestorationProposal>;

/** Whether the ledger waits for a declaration. */
export const RestorationState = z.object({
  needed: z.boolean(),
  /** What would be declared now, without lost entries; null where nothing needs to be. */
  declaration: Declaration.nullable(),
  /** What waits for a second administrator; null where there is none, or it no longer says what is the case. */
  proposal: RestorationProposal.nullable(),
});
export type RestorationState = z.infer<typeof RestorationState>;

/** What the ledger says to a checkpoint that somebody keeps. */
export const HeldCheckpointAnswer = z.object({
  /**
   * `extended`: the ledger has only grown since. `declared`: entries of it were lost, and a restoration says so. `lost`:
   * the ledger does not come to it, and nobody has declared why; it now waits for a restoration.
   */
  ledger: z.enum(['extended', 'declared', 'lost']),
});
