/** What rows share: one PostgreSQL, and databases that are filled once. Made when a row first asks, gone at the end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Prepared, prepareElectron } from '../../e2e/electron/prepare.ts';
import { API_ROLE } from '../../src/api/db/roles.ts';
import { createSigningKey, loadSigningKey } from '../../src/api/ledger/signing-key.ts';
import { migrate } from '../../src/api/migrate.ts';
import type { FieldKeys } from '../../src/api/personal/field-keys.ts';
import { createKeyFile, loadFieldKeys } from '../../src/api/personal/key-file.ts';
import { fillLarge } from '../../src/api/testing/large.ts';
import { signLedger } from '../../src/api/testing/signing.ts';
import { deletePostgres, type Postgres, startPostgres } from '../../src/standalone/postgres.ts';
import { createDatabase } from '../../src/standalone/testing.ts';

export interface BenchOptions {
  /** Small sizes and few repeats: shows that everything runs, and gates on counts. */
  quick: boolean;
  /** Accounts of the large database. */
  accounts: number;
}

export interface BenchDatabase {
  accounts: number;
  /** Of the ledger. */
  entries: number;
  ownerUrl: string;
  /** As the API's own role. */
  apiUrl: string;
  /** Its ledger is signed by a key of its own. */
  ledgerKeyFile: string;
}

/** A fifth of the accounts are locked: far more than in life, so that a page is sought among many. */
const LOCKED_SHARE = 5;
/** Months of both lie in other tables: enough of them for plans to be what they are in use. */
const ATTEMPTS_MAX = 500_000;
const ENTRIES_MAX = 1_000_000;

/** Of the ledger of a database with so many accounts. */
export const entriesBeside = (accounts: number): number => Math.min(accounts, ENTRIES_MAX);

export class Bench implements AsyncDisposable {
  readonly quick: boolean;
  readonly accounts: { small: number; large: number };
  readonly #dir: Promise<string>;
  readonly #databases = new Map<number, Promise<BenchDatabase>>();
  #postgres: Promise<Postgres> | null = null;
  #keys: Promise<{ file: string; keys: FieldKeys }> | null = null;
  #electron: Promise<Prepared> | null = null;

  constructor({ quick, accounts }: BenchOptions) {
    this.quick = quick;
    this.accounts = { small: Math.min(10_000, accounts / 10), large: accounts };
    this.#dir = mkdtemp(path.join(tmpdir(), 'lockdesk-bench-'));
  }

  /** Sizes of a row's own. */
  pick<T>(sizes: { full: T; quick: T }): T {
    return this.quick ? sizes.quick : sizes.full;
  }

  /** A folder for whatever a row writes; gone at the end. */
  async folder(name: string): Promise<string> {
    return mkdtemp(path.join(await this.#dir, `${name}-`));
  }

  say(what: string): void {
    process.stderr.write(`  ${what}\n`);
  }

  /** Keys for personal data, shared by all databases. */
  keys(): Promise<{ file: string; keys: FieldKeys }> {
    this.#keys ??= (async () => {
      const file = path.join(await this.#dir, 'keys.json');
      await createKeyFile(file);
      return { file, keys: await loadFieldKeys({ file }) };
    })();
    return this.#keys;
  }

  /** The Electron at hand, with what it needs to run here. @throws NoElectronError */
  electron(): Promise<Prepared> {
    this.#electron ??= prepareElectron((line) => this.say(line));
    return this.#electron;
  }

  /** A migrated database without an account. */
  async emptyDatabase(): Promise<BenchDatabase> {
    const ownerUrl = await createDatabase((await this.#server()).url);
    await migrate(ownerUrl);
    const apiUrl = new URL(ownerUrl);
    apiUrl.username = API_ROLE;
    const ledgerKeyFile = path.join(await this.folder('ledger-key'), 'key');
    await createSigningKey(ledgerKeyFile, 'lockdesk.bench/ledger');
    return { accounts: 0, entries: 0, ownerUrl, apiUrl: apiUrl.href, ledgerKeyFile };
  }

  /** The filled database of one of the two sizes, the same for every row of this run. */
  database(size: 'small' | 'large'): Promise<BenchDatabase> {
    const accounts = this.accounts[size];
    const made = this.#databases.get(accounts) ?? this.#fill(accounts);
    this.#databases.set(accounts, made);
    return made;
  }

  async #fill(accounts: number): Promise<BenchDatabase> {
    this.say(`filling a database with ${accounts} accounts`);
    const database = await this.emptyDatabase();
    const locks = Math.floor(accounts / LOCKED_SHARE);
    const attempts = Math.min(accounts, ATTEMPTS_MAX);
    const entries = entriesBeside(accounts);
    await fillLarge(database.ownerUrl, { accounts, locks, attempts, entries });
    await signLedger(database.ownerUrl, await loadSigningKey(database.ledgerKeyFile));
    return { ...database, accounts, entries };
  }

  /** With fsync and every other setting as the standalone runs it. */
  #server(): Promise<Postgres> {
    this.#postgres ??= this.#dir.then((dir) => startPostgres({ dataDir: path.join(dir, 'postgres') }));
    return this.#postgres;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const dir = await this.#dir;
    await this.#electron?.then(
      ({ close }) => close(),
      () => {},
    );
    if (this.#postgres) {
      await (await this.#postgres).stop();
      await deletePostgres(path.join(dir, 'postgres'));
    }
    await rm(dir, { recursive: true, force: true });
  }
}
