import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type {
  AccountState,
  ActResult,
  Cause,
  Declaration,
  EntryAction,
  EntryOutcome,
  ErrorCode,
  LockKind,
  RedeemResult,
  ReviewState,
  RiskReason,
} from '../../contract/index.ts';

/** The tables as kysely sees them. `pool.ts` reads bigint as number and every timestamptz(3) as Date. */
export interface Database {
  accounts: AccountsTable;
  locks: LocksTable;
  attempts: AttemptsTable;
  account_networks: AccountNetworksTable;
  account_devices: AccountDevicesTable;
  entries: EntriesTable;
  entry_private: EntryPrivateTable;
  leaves: LeavesTable;
  tree_nodes: TreeNodesTable;
  ledger_head: LedgerHeadTable;
  witness_head: WitnessHeadTable;
  ledger_keys: LedgerKeysTable;
  feeds: FeedsTable;
  sequencer_state: SequencerStateTable;
  held_checkpoints: HeldCheckpointsTable;
  restoration_proposals: RestorationProposalsTable;
  restorations: RestorationsTable;
  lock_counters: LockCountersTable;
  idempotency_keys: IdempotencyKeysTable;
  export_tickets: ExportTicketsTable;
  orders: OrdersTable;
  outbox: OutboxTable;
  reset_codes: ResetCodesTable;
  looks: LooksTable;
  reviews: ReviewsTable;
  review_cursor: ReviewCursorTable;
  clerk_days: ClerkDaysTable;
  workstation_readers: WorkstationReadersTable;
  reviewers: ReviewersTable;
  substitutes: SubstitutesTable;
  account_marks: AccountMarksTable;
  alerts: AlertsTable;
  disk_samples: DiskSamplesTable;
  data_keys: DataKeysTable;
}

/** jsonb: read as the value, written as JSON text. */
type Json<T extends object | null> = JSONColumnType<T, string, string>;
type NullableJson<T extends object> = ColumnType<T | null, string | null, string | null>;

export interface AccountsTable {
  id: Generated<string>;
  directory: string;
  external_id: string;
  version: Generated<number>;
  name: string;
  name_pinyin: string;
  name_initials: string;
  name_masked: string;
  document_kind: string;
  document_cipher: Buffer;
  document_hash: Buffer;
  document_masked: string;
  phone_cipher: Buffer | null;
  phone_hash: Buffer | null;
  phone_masked: string | null;
  licence_file_cipher: Buffer | null;
  licence_file_hash: Buffer | null;
  licence_file_masked: string | null;
  key_id: number;
  licence_classes: string | null;
  province: string;
  city: string;
  division: string;
  disabled: Generated<boolean>;
  disabled_at: Date | null;
  reset_pending_since: Date | null;
  reset_entry_id: string | null;
  sessions_valid_after: Date | null;
  cleared_at: Date | null;
  last_success_at: Date | null;
  password_changed_at: Date | null;
  registered_at: Date;
  register_updated_at: Date;
  created_at: Generated<Date>;
  erased_at: Generated<Date | null>;
  held_at: Generated<Date | null>;
}

/** A wrong password behind a lock, as its attempt was. The copy outlives the month's partition. */
export interface LockEvidence {
  /** RFC 3339 in UTC with milliseconds. */
  occurred_at: string;
  source: string;
  attempt_id: string;
  counted: boolean;
  password_repeated: boolean;
  ip: string | null;
  province: string | null;
  city: string | null;
  operator: string | null;
  familiar_network: boolean | null;
  device_id: string | null;
  device: string | null;
  client: string | null;
}

export interface LocksTable {
  id: Generated<string>;
  account_id: string;
  directory: string;
  kind: LockKind;
  cause: Cause;
  policy_version: string;
  failures: number;
  trend: number[];
  evidence: Json<LockEvidence[]>;
  name_masked: string;
  document_masked: string;
  province: string;
  city: string;
  division: string;
  started_at: Date;
  ends_at: Date | null;
  ended_at: Date | null;
  ended_by: string | null;
  entry_id: string;
  end_entry_id: string | null;
}

export interface AttemptsTable {
  occurred_at: Date;
  source: string;
  attempt_id: string;
  account_id: string | null;
  sign_in_name_hash: Buffer;
  sign_in_name_masked: string;
  outcome: string;
  factor: string;
  password_repeated: boolean;
  counted: boolean;
  lock_id: string | null;
  ip: string | null;
  province: string | null;
  city: string | null;
  operator: string | null;
  familiar_network: boolean | null;
  device_id: string | null;
  device: string | null;
  client: string | null;
  received_at: Generated<Date>;
}

export interface AccountNetworksTable {
  account_id: string;
  network: string;
  last_success_at: Date;
}

export interface AccountDevicesTable {
  account_id: string;
  device_id: string;
  first_success_at: Date;
  last_success_at: Date;
}

export interface EntriesTable {
  id: string;
  recorded_at: Date;
  /** A transaction id (xid8) in decimal. */
  x: Generated<string>;
  action: EntryAction;
  outcome: EntryOutcome;
  actor_kind: 'staff' | 'policy' | 'system';
  actor_subject: string;
  actor_name: string | null;
  staff_number: string | null;
  office_code: string | null;
  office_name: string | null;
  workstation: string | null;
  account_id: string | null;
  province: string | null;
  city: string | null;
  division: string | null;
  reason: string | null;
  channel: string | null;
  verification_method: string | null;
  verification_reading: string | null;
  field: string | null;
  refused_with: string | null;
  refers_to: string | null;
  request_id: string | null;
  before: NullableJson<AccountState>;
  after: NullableJson<AccountState>;
  lock_id: string | null;
  leaf: Buffer;
}

export interface EntryPrivateTable {
  entry_id: string;
  recorded_at: Date;
  account_id: string | null;
  fields: Json<Record<string, { value: string; salt: string }>>;
}

export interface LeavesTable {
  index: number;
  entry_id: string;
  recorded_at: Date;
  leaf_hash: Buffer;
}

export interface TreeNodesTable {
  level: number;
  index: number;
  hash: Buffer;
}

export interface LedgerHeadTable {
  one: Generated<boolean>;
  size: Generated<number>;
  root: Generated<Buffer>;
  checkpoint: string | null;
  signed_at: Date | null;
}

export interface WitnessHeadTable {
  one: Generated<boolean>;
  witness: Generated<string>;
  size: Generated<number>;
  checkpoint: string | null;
  cosignature: string | null;
  cosigned_at: Date | null;
  problem: string | null;
}

export interface LedgerKeysTable {
  place: number;
  verifier_key: string;
  entry_id: string | null;
  leaf: Buffer | null;
}

export interface FeedsTable {
  name: string;
  next_index: Generated<number>;
  checkpoint_size: Generated<number>;
  tries: Generated<number>;
  next_try_at: Generated<Date>;
}

export interface SequencerStateTable {
  one: Generated<boolean>;
  next_index: Generated<number>;
  floor: Generated<string>;
}

export interface HeldCheckpointsTable {
  size: number;
  root: Buffer;
  restoration: number;
  note: string;
  held_by: string | null;
  reported_at: Generated<Date>;
  settled_by: number | null;
}

export interface RestorationProposalsTable {
  digest: string;
  declaration: Json<Declaration>;
  proposed_by: string;
  proposed_by_name: string;
  entry_id: string;
  proposed_at: Generated<Date>;
}

export interface RestorationsTable {
  number: number;
  digest: string;
  declaration: Json<Declaration>;
  mark: string | null;
  proposed_by_name: string;
  confirmed_by_name: string;
  entry_id: string;
  recorded_at: Date;
}

export interface LockCountersTable {
  place: string;
  kind: string;
  cause: string;
  count: number;
}

export interface IdempotencyKeysTable {
  actor_subject: string;
  key: string;
  operation: string;
  body_hash: Buffer;
  entry_id: string;
  /** Null where the key gave an order: the order has it. */
  answer: NullableJson<object>;
  created_at: Generated<Date>;
}

export interface ExportTicketsTable {
  id: string;
  actor_subject: string;
  operation: string;
  input: Json<object>;
  created_at: Generated<Date>;
  coming_at: Date | null;
  end_id: string | null;
  ended: Json<object> | null;
  ended_at: Date | null;
}

/** What an order came to. */
export type OrderAnswer = { is: 'done'; result: ActResult } | OrderFailure;
export type OrderFailure = { is: 'failed'; code: ErrorCode; details: object };

export interface OrdersTable {
  entry_id: string;
  directory: string;
  account_id: string;
  action: 'unlock' | 'reset';
  created_at: Generated<Date>;
  taken_at: Date | null;
  ended_at: Date | null;
  answer: NullableJson<OrderAnswer>;
}

export interface OutboxTable {
  id: Generated<string>;
  entry_id: string;
  account_id: string;
  kind: 'lock_notice' | 'unlock_notice' | 'reset_notice' | 'reset_code';
  payload_cipher: Buffer | null;
  key_id: number;
  created_at: Generated<Date>;
  not_after: Date;
  next_try_at: Generated<Date>;
  tries: Generated<number>;
  delivered_at: Date | null;
  gave_up_at: Date | null;
}

export interface ResetCodesTable {
  id: Generated<string>;
  account_id: string;
  entry_id: string;
  salt: Buffer;
  code_hash: Buffer;
  expires_at: Date;
  tries_left: Generated<number>;
  redeemed_at: Date | null;
  replaced_at: Date | null;
  /** Answers to tries, by redemption id. */
  redemptions: ColumnType<Record<string, RedeemResult>, string | undefined, string>;
  created_at: Generated<Date>;
}

export interface LooksTable {
  actor_subject: string;
  since: Date;
  count: number;
  alerted: Generated<boolean>;
}

export interface ReviewsTable {
  entry_id: string;
  recorded_at: Date;
  action: EntryAction;
  actor_subject: string;
  account_id: string;
  division: string;
  desk: string;
  risk: number;
  reasons: Json<RiskReason[]>;
  sampled: boolean;
  state: ReviewState;
  due_at: Date;
  escalated: Generated<number>;
  next_check_at: Date | null;
  decided_at: Date | null;
  decided_by: string | null;
  counted: Generated<boolean>;
}

export interface ReviewCursorTable {
  one: Generated<boolean>;
  next_index: number;
}

export interface ClerkDaysTable {
  office_code: string;
  day: string;
  actor_subject: string;
  acts: Generated<number>;
  other_document: Generated<number>;
  out_of_hours: Generated<number>;
  disputed: Generated<number>;
}

export interface WorkstationReadersTable {
  workstation: string;
  scanned_at: Date;
}

export interface ReviewersTable {
  subject: string;
  scope: string[];
  serves: boolean;
  seen_at: Date;
}

export interface SubstitutesTable {
  entry_id: string;
  absent: string;
  absent_name: string;
  substitute: string;
  substitute_name: string;
  places: string[];
  from_day: string;
  until_day: string;
}

export interface AccountMarksTable {
  account_id: string;
  staff_subject: string;
  kind: Generated<'own' | 'relative'>;
  made_at: Generated<Date>;
}

export interface AlertsTable {
  id: Generated<string>;
  kind: string;
  cause: string;
  about: string | null;
  about_subject: string | null;
  division: string | null;
  figure: number | null;
  raised_at: Generated<Date>;
  last_at: Generated<Date>;
  times: Generated<number>;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  over_at: Date | null;
  entry_owed: Generated<boolean>;
}

export interface DiskSamplesTable {
  at: Generated<Date>;
  free_bytes: number;
}

export interface DataKeysTable {
  id: number;
  wrapped: Buffer;
  kek_id: number;
  active_from: Date;
  rotated_at: Date | null;
  created_at: Generated<Date>;
}
