import type { PoolClient } from 'pg';
import { expect, inject } from 'vitest';
import { OPERATION_NAMES, type OperationInput, type OperationName } from '../../contract/index.ts';
import { startTestApi, type TestApi } from './api.ts';
import { connectTestDatabase } from './database.ts';
import { PEOPLE, type TestPerson } from './issuer.ts';
import { explain, type Plan, watchStatements, wholeReads } from './plans.ts';

/** Which test of plans asks for an operation; null for what has no plan worth one. A missing operation does not compile. */
const CHAPTERS: Record<OperationName, Chapter | null> = {
  // Asks the database nothing.
  me: null,
  listLockedAccounts: 'accounts',
  lockTotals: 'accounts',
  searchAccounts: 'accounts',
  openAccount: 'accounts',
  readAccount: 'accounts',
  listAttempts: 'accounts',
  revealField: 'accounts',
  unlockAccount: 'accounts',
  forceReset: 'accounts',
  followAct: 'accounts',
  exportLockedAccounts: 'accounts',
  exportAccountFile: 'accounts',
  exportExtract: 'accounts',
  registerAccounts: 'accounts',
  reportAttempts: 'accounts',
  accountState: 'accounts',
  redeemCode: 'accounts',
  listEntries: 'ledger',
  getEntry: 'ledger',
  exportEntries: 'ledger',
  ledgerStatus: 'ledger',
  listRestorations: 'ledger',
  readReport: 'reports',
  exportReport: 'reports',
  exportReportTables: 'reports',
  endExport: 'reports',
  readExportEnd: 'reports',
  attention: 'review',
  listReviews: 'review',
  hourlyUnlocks: 'review',
  getReview: 'review',
  signOff: 'review',
  disputeAct: 'review',
  closeDispute: 'review',
  listSubstituteCandidates: 'review',
  nameSubstitute: 'review',
  endSubstitute: 'review',
  listOwnDisputes: 'review',
  answerDispute: 'review',
  listAlerts: 'review',
  acknowledgeAlert: 'review',
  listFilters: 'staff',
  saveFilter: 'staff',
  deleteFilter: 'staff',
  accessReview: 'staff',
  exportAccessReview: 'staff',
  signAccess: 'staff',
  markAccount: 'review',
  // Acts of administrators on a ledger as a whole; they begin with a loss or a new key, which the large one has not.
  restorationState: null,
  proposeRestoration: null,
  confirmRestoration: null,
  reportCheckpoint: null,
  rotateLedgerKey: null,
};
type Chapter = 'accounts' | 'ledger' | 'reports' | 'review' | 'staff';

/** Generous, and far below any of the tables: an index that is read whole is found out by it. */
const MOST = 2500;

export interface Asked {
  answer: Record<string, unknown>;
  plans: Plan[];
}

/** Sees everything, and may do what clerks do. */
export const EVERYWHERE: TestPerson = {
  ...PEOPLE.clerk,
  subject: 'everywhere',
  roles: ['clerk', 'supervisor'],
  scope: [''],
};

/** So many days ago. */
export const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** The API on the large database, which it shares with the other tests of plans, and what its statements cost there. */
export class LargeApi {
  readonly api: TestApi;
  readonly #connection: PoolClient;
  readonly #watch;
  readonly #asked = new Set<OperationName>();
  #before: Promise<unknown> = Promise.resolve();

  private constructor(api: TestApi, connection: PoolClient) {
    this.api = api;
    this.#connection = connection;
    this.#watch = watchStatements(api.services.pool);
  }

  static async open(): Promise<LargeApi> {
    const database = connectTestDatabase(inject('largeUrl'));
    const api = await startTestApi({ DATABASE_URL: database.apiUrl }, { database, leads: false });
    return new LargeApi(api, await database.pool.connect());
  }

  /** Does something and explains all that it sent to the database. One after the other, whoever asks. */
  explained<T>(work: () => Promise<T>): Promise<{ result: T; plans: Plan[] }> {
    const explained = this.#before.then(async () => {
      const { result, statements } = await this.#watch(work);
      const plans: Plan[] = [];
      for (const statement of statements) plans.push(await explain(this.#connection, statement));
      return { result, plans };
    });
    this.#before = explained.catch(() => {});
    return explained;
  }

  /** As {@link explained}. Fails where nothing was sent, where a large table is read whole, or a statement costs more. */
  async bounded<T>(work: () => Promise<T>, most: number): Promise<T> {
    const { result, plans } = await this.explained(work);
    expect(plans).not.toHaveLength(0);
    for (const plan of plans) {
      expect(wholeReads(plan), plan.shape).toEqual([]);
      expect(plan.buffers, plan.shape).toBeLessThanOrEqual(most);
    }
    return result;
  }

  async ask<N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>): Promise<Asked> {
    const { result, plans } = await this.explained(() => this.#call(person, name, input));
    return { answer: result, plans };
  }

  /** @param most buffers of a statement */
  askBounded<N extends OperationName>(
    person: TestPerson,
    name: N,
    input: OperationInput<N>,
    most = MOST,
  ): Promise<Record<string, unknown>> {
    return this.bounded(() => this.#call(person, name, input), most);
  }

  /** Gets what is not an operation, each statement at no more than so many buffers. */
  getBounded(person: TestPerson, url: string, most: number) {
    const headers = { authorization: this.api.bearer(person) };
    return this.bounded(async () => {
      // Begins when it is awaited, which must be in here to be watched.
      const answer = await this.api.app.inject({ url, headers });
      return answer;
    }, most);
  }

  /** Fails where an operation of a chapter was not asked for. */
  expectWhole(chapter: Chapter): void {
    expect(OPERATION_NAMES.filter((name) => CHAPTERS[name] === chapter && !this.#asked.has(name))).toEqual([]);
  }

  async close(): Promise<void> {
    this.#connection.release();
    await this.api.close();
  }

  async #call<N extends OperationName>(
    person: TestPerson,
    name: N,
    input: OperationInput<N>,
  ): Promise<Record<string, unknown>> {
    this.#asked.add(name);
    const answer = await this.api.call(person, name, input);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  }
}
