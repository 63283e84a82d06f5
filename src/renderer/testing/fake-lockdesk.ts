/**
 * Stands in for the bridge in tests of the page: the same type, answers that the contract's own schemas accept, and a
 * handle by which a test makes things happen. Never part of the product.
 */
import {
  type Alert,
  type Answer,
  CONSOLE_OPERATIONS,
  type Connection,
  type ConsoleOperation,
  type EntrySummary,
  type ExportOutcome,
  type ExportProgress,
  type ExportRequest,
  type Failure,
  type FollowedLink,
  type ForwardedEvent,
  type LedgerCheck,
  type LedgerStatus,
  type LockedAccount,
  type Me,
  OPERATIONS,
  type OperationOutput,
  type OwnDispute,
  type Paper,
  type ParsedInput,
  type PendingAct,
  type Printer,
  type PrintOutcome,
  type ReviewResult,
  type ReviewState,
  type ReviewSummary,
  readLink,
  type SavedFilter,
  type SaveOutcome,
  type SessionState,
  type Settings,
  type SubstituteCandidate,
  type Substitution,
  type UnrecordedAlert,
} from '../../contract/index.ts';
import { accessOf, somePeople } from '../access/testing/access.ts';
import { someEntry } from '../ledger/testing/entries.ts';
import { inventedLedger, ledgerEntry, listOf, wholeOf } from '../ledger/testing/ledger.ts';
import { inventedReport } from '../reports/testing/report.ts';
import { levelOf } from '../review/risk-words.ts';
import { inventedHours } from '../review/testing/hours.ts';
import { queueOf, wholeReview } from '../review/testing/reviews.ts';
import { accountDetail, attemptsOf, idOf, lockedAccount, searchHits } from './people.ts';
import { FORMER, STAFF, signedIn, signedOut, signingIn } from './sessions.ts';

type Bridge = Window['lockdesk'];
type Handlers = { [N in ConsoleOperation]: (input: ParsedInput<N>) => OperationOutput<N> };

const SETTINGS: Settings = {
  workstation_id: 'NJ-GL-W03',
  window_name: '3 号窗口',
  channel: 'counter',
  reader_present: true,
  office_hours: { days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' },
  language: 'zh-CN',
  theme: 'system',
  density: 'normal',
  letter_keys: true,
  slip_printer: '',
};

/** Lines of a signed note, invented. */
const CHECKPOINT =
  'lockdesk.example/ledger\n5204001\nkZa2NRkZ+p+MNXn8KqnR4+6d9Zh8YSnOiS63+eo9n6k=\n\n— lockdesk.example/ledger Az3=\n';
const SOUND: LedgerCheck = {
  kept: { size: 5_204_001, checkpoint: CHECKPOINT, checked_at: new Date().toISOString() },
  key: {
    text: 'lockdesk.example/ledger+8a17fe0c+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    from: 'first_seen',
  },
  refused: null,
  restored: null,
};

/** What is done in a test is recorded as one of these. */
const UNLOCK = { id: idOf(4, 77), action: 'unlock' } as const;
const RESET = { id: idOf(4, 78), action: 'reset' } as const;
const ACTS = [UNLOCK, RESET];
/** Where a kept filter's place lies. */
const PLACE = { code: '320106', name: '鼓楼区' };

export interface FakeOptions {
  /** Locked accounts. */
  locked?: number;
  /** Entries of the ledger. */
  entries?: number;
  witness?: LedgerStatus['witness'];
  reviews?: ReviewSummary[];
  substitutions?: Substitution[];
  disputes?: OwnDispute[];
  alerts?: Alert[];
  filters?: SavedFilter[];
  unrecorded?: UnrecordedAlert[];
  settings?: Partial<Settings>;
  staff?: Partial<Me>;
  session?: SessionState;
}

class Told<T> {
  value: T;
  readonly #listeners = new Set<(value: T) => void>();
  constructor(value: T) {
    this.value = value;
  }
  readonly on = (listener: (value: T) => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
  tell(value: T): void {
    this.value = value;
    for (const listener of this.#listeners) listener(value);
  }
}

export class FakeLockdesk {
  /** Each operation that was called, in order, with its input. */
  readonly calls: { name: ConsoleOperation; input: unknown }[] = [];
  readonly now = Date.now();
  rows: LockedAccount[];
  /** Newest first. */
  ledger: EntrySummary[];
  /** What waits for a supervisor; a step of theirs takes it away. */
  reviews: ReviewSummary[];
  /** Who may stand in for whoever is signed in, and who stands in for whom. */
  candidates: SubstituteCandidate[] = [
    { subject: 'chenjing', name: '陈静', staff_number: '050131', office: null },
    { subject: 'luming', name: '陆鸣', staff_number: '030119', office: STAFF.office },
  ];
  substitutions: Substitution[];
  /** Of a clerk's acts. */
  disputes: OwnDispute[];
  alerts: Alert[];
  /** Kept by the person who is signed in. */
  filters: SavedFilter[];
  readonly #unrecorded: UnrecordedAlert[];
  /** Where the ledger stands. */
  index = 1000;
  /** Each slip that was printed, or saved by its number, and what becomes of the next ones. */
  readonly slips: ('printed' | number)[] = [];
  printing: PrintOutcome = 'sent';
  saving: SaveOutcome = 'saved';
  printers: Printer[] = [];
  /** How often somebody asked that the ledger be checked again. */
  ledgerLooks = 0;
  /** What was to be a file, how much of it there is, and what becomes of it. */
  readonly exports: ExportRequest[] = [];
  /** What is to be drawn on paper, and how often it was said to be. */
  paper: Paper | null = null;
  drawn = 0;
  readonly exportProgress = new Told<ExportProgress>({ rows: 0, bytes: 0 });
  readonly exporting = Promise.withResolvers<ExportOutcome>();
  readonly #people = searchHits(this.now);
  readonly #witness: LedgerStatus['witness'];
  readonly #settings: Told<Settings>;
  readonly #session: Told<SessionState>;
  readonly #connection = new Told<Connection>(live());
  readonly #events = new Told<ForwardedEvent[]>([]);
  readonly #pending = new Told<PendingAct[]>([]);
  readonly #ledger = new Told<LedgerCheck>(SOUND);
  readonly #link = new Told<FollowedLink | null>(null);
  #next: { name: ConsoleOperation; answer: Promise<Answer<never> | null> }[] = [];

  readonly #staff: Me;

  constructor({
    locked = 312,
    entries = 2000,
    settings,
    staff,
    session,
    witness = null,
    reviews = [],
    substitutions = [],
    disputes = [],
    alerts = [],
    filters = [],
    unrecorded = [],
  }: FakeOptions = {}) {
    this.reviews = reviews;
    this.substitutions = substitutions;
    this.disputes = disputes;
    this.alerts = alerts;
    this.filters = filters;
    this.#unrecorded = unrecorded;
    this.#witness = witness;
    this.rows = Array.from({ length: locked }, (_, n) => lockedAccount(n, this.now));
    this.ledger = inventedLedger(entries, this.now);
    this.#settings = new Told({ ...SETTINGS, ...settings });
    this.#staff = { ...STAFF, ...staff };
    this.#session = new Told(session ?? signedIn(this.#staff));
  }

  // ── What a test makes happen ───────────────────────────────────────────────────────────────────────────────────

  emit(...events: ForwardedEvent[]): void {
    this.#events.tell(events);
  }

  /** A lock falls now. */
  lock(n = 900 + this.index): LockedAccount {
    const row = { ...lockedAccount(n % 40, Date.now()), account_id: idOf(2, n) };
    const fresh = { ...row, lock: { ...row.lock, id: idOf(1, n), started_at: new Date().toISOString() } };
    this.rows = [fresh, ...this.rows];
    this.emit({ event: 'locked', data: { index: this.index++, row: fresh } });
    return fresh;
  }

  /** A lock ends now. */
  end(row: LockedAccount, by: 'expired' | 'unlocked' | 'reset' = 'unlocked'): void {
    const ended = { ...row, lock: { ...row.lock, ended: { at: new Date().toISOString(), by } } };
    this.rows = this.rows.filter(({ lock }) => lock.id !== row.lock.id);
    this.emit({ event: 'lock_ended', data: { index: this.index++, row: ended, entry_id: idOf(4, 70) } });
  }

  connect(state: Connection['state'], change: Partial<Connection> = {}): void {
    this.#connection.tell({ ...live(), ...change, state });
  }

  setSession(state: SessionState): void {
    this.#session.tell(state);
  }

  setPending(acts: PendingAct[]): void {
    this.#pending.tell(acts);
  }

  /** What main has found of the ledger. */
  checkLedger(check: Partial<LedgerCheck>): void {
    this.#ledger.tell({ ...this.#ledger.value, ...check });
  }

  followLink(link: string): void {
    this.#link.tell(readLink(link));
  }

  /** The next call of an operation fails. */
  failNext(name: ConsoleOperation, failure: Partial<Failure> = {}): void {
    const whole: Failure = {
      code: 'internal',
      status: 500,
      request_id: '01910a3e-9999-7000-8000-000000000042',
      details: {},
      title: 'Internal error',
      ...failure,
    };
    this.#next.push({ name, answer: Promise.resolve({ ok: false, failure: whole }) });
  }

  /** The next call of an operation waits; what comes back lets it go on. */
  holdNext(name: ConsoleOperation): () => void {
    const { promise, resolve } = Promise.withResolvers<null>();
    this.#next.push({ name, answer: promise });
    return () => resolve(null);
  }

  /** From now on an operation answers so. */
  answer<N extends ConsoleOperation>(name: N, handler: Handlers[N]): void {
    this.#handlers[name] = handler;
  }

  /** An entry is written now. */
  write(n = this.ledger.length): EntrySummary {
    const entry = { ...ledgerEntry(n, Date.now()), id: idOf(6, 4_000_000_000 + this.index) };
    this.ledger = [entry, ...this.ledger];
    this.emit({ event: 'entry', data: { index: this.index++, entry } });
    return entry;
  }

  called(name: ConsoleOperation): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ input }) => input);
  }

  // ── What the API would answer ──────────────────────────────────────────────────────────────────────────────────

  readonly #handlers: Handlers = {
    me: () => ({ ...STAFF, server_time: new Date().toISOString() }),
    listLockedAccounts: ({ after, before, from_end, limit, sort, kinds, causes, places }) => {
      const rows = this.rows
        .filter(
          ({ lock, division }) =>
            (kinds?.includes(lock.kind) ?? true) &&
            (causes?.includes(lock.cause) ?? true) &&
            (places?.some((place) => division.code.startsWith(place)) ?? true),
        )
        .toSorted((a, b) => {
          if (sort === 'most_failures') return b.lock.failures - a.lock.failures;
          if (sort === 'ending_soonest') return (a.lock.ends_at ?? 'z').localeCompare(b.lock.ends_at ?? 'z');
          return b.lock.started_at.localeCompare(a.lock.started_at);
        });
      const place = (cursor: string) => rows.findIndex(({ lock }) => lock.id === cursor);
      const start = from_end
        ? Math.max(rows.length - limit, 0)
        : after !== undefined
          ? place(after) + 1
          : before !== undefined
            ? Math.max(place(before) - limit, 0)
            : 0;
      const end = before === undefined ? start + limit : place(before);
      const items = rows.slice(start, end);
      return {
        items,
        before: start > 0 ? (items[0]?.lock.id ?? null) : null,
        after: end < rows.length ? (items.at(-1)?.lock.id ?? null) : null,
        index: this.index,
      };
    },
    lockTotals: ({ places }) => {
      const rows = this.rows.filter(({ division }) => places?.some((one) => division.code.startsWith(one)) ?? true);
      const groups = Object.groupBy(rows, ({ lock }) => `${lock.kind} ${lock.cause}`);
      const counties = Object.groupBy(rows, ({ division }) => division.code);
      return {
        index: this.index,
        groups: Object.entries(groups).map(([key, group]) => {
          const [kind = '', cause = ''] = key.split(' ');
          return { kind, cause, count: group?.length ?? 0 };
        }),
        places:
          places?.[0]?.length === 6
            ? []
            : Object.entries(counties).map(([code, group]) => ({
                code,
                name: group?.[0]?.division.county ?? '',
                count: group?.length ?? 0,
              })),
      };
    },
    searchAccounts: ({ text, reading }) => this.#search(text, reading),
    openAccount: ({ account_id }) => this.detail(account_id),
    readAccount: ({ account_id }) => this.detail(account_id),
    listAttempts: ({ account_id, only_failures }) => ({
      items: attemptsOf(this.detail(account_id)).filter(
        ({ outcome }) => !only_failures || outcome === 'wrong_password',
      ),
      after: null,
    }),
    revealField: ({ field }) => ({
      entry_id: idOf(4, 79),
      field,
      value: { document: '320106198001011234', phone: '13812345678', licence_file: '320112348876' }[field],
    }),
    unlockAccount: ({ version }) => ({
      entry_id: UNLOCK.id,
      recorded_at: new Date().toISOString(),
      before: { version, locked: true, lock_kind: 'temporary', disabled: false, reset_pending: false },
      after: { version: version + 1, locked: false, lock_kind: null, disabled: false, reset_pending: false },
      notice_to: '138****5678',
      code: null,
    }),
    forceReset: ({ version }) => ({
      entry_id: RESET.id,
      recorded_at: new Date().toISOString(),
      before: { version, locked: true, lock_kind: 'temporary', disabled: false, reset_pending: false },
      after: { version: version + 1, locked: false, lock_kind: null, disabled: false, reset_pending: true },
      notice_to: '138****5678',
      code: { to: '138****5678', expires_at: new Date(Date.now() + 600_000).toISOString() },
    }),
    followAct: ({ entry_id }) => ({
      entry_id,
      index: 5_203_918,
      notice: { state: 'delivered', at: new Date().toISOString() },
      code: null,
      password_changed_at: null,
      signed_in: null,
      locked_again: null,
      version: 18,
    }),
    readReport: ({ from, to, place }) => inventedReport(from, to, place),
    attention: () => ({
      reviews: this.reviews.length,
      disputes: this.disputes.length,
      alerts: this.#unrecorded.length + this.alerts.filter(({ acknowledged }) => acknowledged === null).length,
    }),
    listReviews: ({ part }) => {
      const whole = queueOf(this.reviews);
      const level = part === 'high' || part === 'mid' || part === 'low' ? part : null;
      return {
        ...whole,
        substitutions: [...this.substitutions],
        items: this.reviews.filter(({ risk, state, reasons }) => {
          if (part === 'disputes') return state === 'disputed' || state === 'answered';
          if (part === 'sample') return reasons.some((reason) => reason.risk === 'sample');
          return level === null || levelOf(risk) === level;
        }),
      };
    },
    getReview: ({ entry_id }) => {
      const item = this.reviews.find(({ entry }) => entry.id === entry_id);
      if (!item) throw new Error(`no review ${entry_id} in the fake`);
      return wholeReview(item);
    },
    signOff: ({ entry_ids }) => this.#step('signed_off', entry_ids),
    disputeAct: ({ entry_id }) => this.#step('disputed', [entry_id]),
    closeDispute: ({ entry_id, upheld }) => this.#step(upheld ? 'upheld' : 'dismissed', [entry_id]),
    answerDispute: ({ entry_id }) => {
      this.disputes = this.disputes.filter(({ entry }) => entry.id !== entry_id);
      return this.#step('answered', []);
    },
    listSubstituteCandidates: () => ({ items: this.candidates }),
    nameSubstitute: ({ substitute, from, until }) => {
      const { subject, name } = this.#staff;
      const named = this.candidates.find((one) => one.subject === substitute);
      this.substitutions.push({
        entry_id: idOf(4, 80),
        absent: { subject, name },
        substitute: { subject: substitute, name: named?.name ?? '' },
        from,
        until,
        begun: true,
      });
      return { entry_id: idOf(4, 80), recorded_at: new Date().toISOString() };
    },
    endSubstitute: ({ entry_id }) => {
      this.substitutions = this.substitutions.filter((one) => one.entry_id !== entry_id);
      return { entry_id: idOf(4, 81), recorded_at: new Date().toISOString() };
    },
    hourlyUnlocks: () => inventedHours(),
    listOwnDisputes: () => ({ items: this.disputes }),
    listFilters: () => ({ items: this.filters }),
    saveFilter: (input) => {
      const saved = {
        ...input,
        version: input.version + 1,
        place_path: (input.filter.place ?? '') === '' ? [] : [PLACE],
      };
      const rest = this.filters.filter(({ filter_id }) => filter_id !== input.filter_id);
      const others = rest.map((one) => (input.is_default ? { ...one, is_default: false } : one));
      this.filters = [...others, saved].sort((a, b) => a.name.localeCompare(b.name));
      return saved;
    },
    deleteFilter: ({ filter_id }) => {
      this.filters = this.filters.filter((one) => one.filter_id !== filter_id);
      return { filter_id };
    },
    accessReview: (input) => accessOf(somePeople(this.now), input),
    signAccess: ({ people }) => ({
      entry_id: idOf(4, 79),
      recorded_at: new Date().toISOString(),
      count: people.length,
    }),
    listAlerts: () => ({ items: this.alerts, unrecorded: this.#unrecorded }),
    acknowledgeAlert: ({ alert_id }) => {
      const at = new Date().toISOString();
      this.alerts = this.alerts.map((alert) =>
        alert.id === alert_id ? { ...alert, acknowledged: { at, by: STAFF.name } } : alert,
      );
      return { entry_id: idOf(4, 79), acknowledged_at: at };
    },
    listEntries: (input) => listOf(this.ledger, input),
    rotateLedgerKey: () => ({ entry_id: idOf(4, 79) }),
    ledgerStatus: () => ({ size: 5_204_001, signed_at: null, witness: this.#witness }),
    getEntry: ({ entry_id }) => {
      const entry = this.ledger.find(({ id }) => id === entry_id);
      if (entry) return wholeOf(entry);
      const done = ACTS.find(({ id }) => id === entry_id);
      if (!done) throw new Error(`no entry ${entry_id} in the fake`);
      return wholeOf(someEntry(done));
    },
  };

  #step(state: ReviewState, entryIds: readonly string[]): ReviewResult {
    this.reviews = this.reviews.filter(({ entry }) => !entryIds.includes(entry.id));
    return { entry_id: idOf(4, 79), recorded_at: new Date().toISOString(), state, count: entryIds.length };
  }

  /** An account as the API would show it. */
  detail(accountId: string): OperationOutput<'readAccount'> {
    const found = this.#people.find(({ detail }) => detail.account.id === accountId);
    if (found) return found.detail;
    const row = this.rows.find(({ account_id }) => account_id === accountId);
    if (!row) throw new Error(`no account ${accountId} in the fake`);
    return accountDetail(row, Number(accountId.slice(-6)), this.now);
  }

  /** `陌生` finds nobody, an ID number that ends in 0 nobody in the country, other numbers one, names several. */
  #search(text: string, reading: string): OperationOutput<'searchAccounts'> {
    void reading;
    const number = /\d{6}/.test(text);
    const phone = /^1[3-9]\d{9}$/.test(text);
    const none = text.endsWith('0') || text === '陌生';
    const hits = this.#people.map(({ hit }) => hit);
    return {
      search_id: idOf(5, this.calls.length),
      searched_as: phone ? 'phone' : number ? 'resident_id' : /\p{Script=Han}/u.test(text) ? 'name' : 'pinyin',
      shown_as: number ? `${text.slice(0, 4)}**********${text.slice(-4)}` : text,
      check_digit: number && !phone ? 'right' : 'none',
      everywhere: number && !phone,
      hits: none ? [] : number ? hits.slice(0, 1) : hits,
      more: false,
      verdict: none ? (number && !phone ? 'no_account_for_document' : 'nobody_in_scope') : null,
    };
  }

  async #answer<N extends ConsoleOperation>(name: N, given: unknown): Promise<Answer<OperationOutput<N>>> {
    const input = OPERATIONS[name].input.parse(given) as ParsedInput<N>;
    this.calls.push({ name, input });
    const at = this.#next.findIndex((one) => one.name === name);
    const [planned] = at === -1 ? [] : this.#next.splice(at, 1);
    const answer = (await planned?.answer) ?? null;
    if (answer !== null) return answer;
    const handler: Handlers[N] = this.#handlers[name];
    return { ok: true, value: OPERATIONS[name].output.parse(handler(input)) as OperationOutput<N> };
  }

  readonly bridge: Bridge = {
    operations: Object.fromEntries(
      CONSOLE_OPERATIONS.map((name) => [name, (input: unknown) => this.#answer(name, input)]),
    ) as Bridge['operations'],
    session: {
      state: async () => this.#session.value,
      onChange: (listener) => this.#session.on(listener),
      formerStaff: async () => FORMER,
      signIn: async (who) =>
        this.#session.tell(signingIn(FORMER.find(({ subject }) => subject === who?.subject) ?? null)),
      openBrowserAgain: async () => undefined,
      copyAddress: async () => undefined,
      cancelSignIn: async () => this.#session.tell(signedOut('started', 'cancelled')),
      signOut: async () => this.#session.tell(signedOut('signed_out')),
      handOver: async () => this.#session.tell(signedOut('hand_over')),
      stay: async () => undefined,
    },
    stream: {
      onEvents: (listener) => this.#events.on(listener),
      connection: async () => this.#connection.value,
      onConnection: (listener) => this.#connection.on(listener),
      reconnect: async () => this.connect('live'),
    },
    settings: {
      read: async () => this.#settings.value,
      change: async (change) => {
        this.#settings.tell({ ...this.#settings.value, ...change });
        return this.#settings.value;
      },
      onChange: (listener) => this.#settings.on(listener),
    },
    acts: { pending: async () => this.#pending.value, onChange: (listener) => this.#pending.on(listener) },
    ledger: {
      state: async () => this.#ledger.value,
      check: async () => {
        this.ledgerLooks += 1;
        return this.#ledger.value;
      },
      noted: async () => this.checkLedger({ restored: null }),
      onChange: (listener) => this.#ledger.on(listener),
    },
    slip: {
      print: async () => {
        this.slips.push('printed');
        return this.printing;
      },
      save: async ({ number }) => {
        this.slips.push(number);
        return this.saving;
      },
      printers: async () => this.printers,
    },
    exports: {
      save: (request) => {
        this.exports.push(request);
        return this.exporting.promise;
      },
      cancel: async () => this.exporting.resolve({ is: 'cancelled' }),
      onProgress: (listener) => this.exportProgress.on(listener),
    },
    paper: {
      take: async () => this.paper,
      drawn: async () => {
        this.drawn += 1;
      },
    },
    app: {
      version: '0.1.0',
      recovery: async () => null,
      onCommand: () => () => undefined,
      takeLink: async () => {
        const link = this.#link.value;
        this.#link.value = null;
        return link;
      },
      onLink: (listener) => this.#link.on(() => listener()),
    },
  };
}

const live = (): Connection => ({
  state: 'live',
  since: new Date().toISOString(),
  last_heard_at: new Date().toISOString(),
  next_try_at: null,
});
