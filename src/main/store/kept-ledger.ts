import * as z from 'zod';
import { Instant } from '../../contract/common.ts';
import { DeclaredLoss, RefusedCheckpoint } from '../../contract/console.ts';
import { JsonFile } from './json-file.ts';

const KeptCheckpoint = z.object({ checkpoint: z.string(), key: z.string(), checked_at: Instant });

const KeptLedger = z.object({
  /** The key that trust began with, in note-verifier form: named for this console, or the first that it saw. */
  trusted: z.string(),
  /**
   * The newest checkpoint that was accepted, whole, so that `lockdesk verify --kept` can take it, and the key that signed
   * it; null before the first.
   */
  kept: KeptCheckpoint.nullable(),
  /** Some of those before it, the newest first: a handful of short notes. Files of earlier versions have none. */
  older: z.array(KeptCheckpoint).default([]),
  /** What the ledger told since, where that was refused: a console that is started again refuses it still. */
  refused: RefusedCheckpoint.nullable(),
  /** A restoration that nobody at this workstation has taken note of yet. */
  restored: DeclaredLoss.nullable(),
});
export type KeptLedger = z.infer<typeof KeptLedger>;

/** What this workstation has seen of a ledger, by the API that serves it. */
export class KeptLedgerStore {
  readonly #file: JsonFile<Record<string, KeptLedger>>;
  readonly #api: string;
  #all: Record<string, KeptLedger>;

  constructor(path: string, api: string) {
    this.#file = new JsonFile(path, z.record(z.string(), KeptLedger));
    this.#api = new URL(api).origin;
    this.#all = this.#file.read() ?? {};
  }

  get current(): KeptLedger | null {
    return this.#all[this.#api] ?? null;
  }

  keep(ledger: KeptLedger): void {
    this.#all = { ...this.#all, [this.#api]: ledger };
    this.#file.write(this.#all);
  }
}
