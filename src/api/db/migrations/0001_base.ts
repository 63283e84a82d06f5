import { type Kysely, sql } from 'kysely';

/** Sorts and levels of the list of the locked; each pair has an index, and another led by kind and cause. */
const SORTS = {
  newest: 'started_at DESC, id DESC',
  ending: "coalesce(ends_at, 'infinity'::timestamptz), id",
  failures: 'failures DESC, id DESC',
};
const LEVELS = { country: '', province: 'province, ', city: 'city, ', county: 'division, ' };

const lockIndexes = (): string[] =>
  Object.entries(LEVELS).flatMap(([level, lead]) =>
    Object.entries(SORTS).flatMap(([sort, order]) => [
      `CREATE INDEX locks_${level}_${sort} ON locks (${lead}${order}) WHERE ended_at IS NULL`,
      `CREATE INDEX locks_${level}_cause_${sort} ON locks (${lead}kind, cause, ${order}) WHERE ended_at IS NULL`,
    ]),
  );

/** Tables that grow by time, and the column that tells the month. */
const PARTITIONED = { attempts: 'occurred_at', entries: 'recorded_at', entry_private: 'recorded_at' };

const statements: string[] = [
  // timestamptz(3) everywhere: JavaScript's Date drops microseconds, and a cursor made from it would lose rows.
  `CREATE TABLE accounts (
     id uuid PRIMARY KEY DEFAULT uuidv7(),
     directory text NOT NULL,
     external_id text NOT NULL,
     version integer NOT NULL DEFAULT 1,
     name text NOT NULL,
     name_pinyin text NOT NULL,
     name_initials text NOT NULL,
     name_masked text NOT NULL,
     document_kind text NOT NULL,
     document_cipher bytea NOT NULL,
     document_hash bytea NOT NULL,
     document_masked text NOT NULL,
     phone_cipher bytea,
     phone_hash bytea,
     phone_masked text,
     licence_file_cipher bytea,
     licence_file_hash bytea,
     licence_file_masked text,
     key_id smallint NOT NULL,
     licence_classes text,
     province char(2) NOT NULL,
     city char(4) NOT NULL,
     division char(6) NOT NULL,
     disabled boolean NOT NULL DEFAULT false,
     disabled_at timestamptz(3),
     reset_pending_since timestamptz(3),
     reset_entry_id uuid,
     sessions_valid_after timestamptz(3),
     -- The policy counts nothing before this: the last unlock, reset or success.
     cleared_at timestamptz(3),
     last_success_at timestamptz(3),
     password_changed_at timestamptz(3),
     registered_at timestamptz(3) NOT NULL,
     register_updated_at timestamptz(3) NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     UNIQUE (directory, external_id),
     CHECK (left(division, 4) = city AND left(city, 2) = province)
   )`,
  `CREATE INDEX accounts_document ON accounts (document_hash)`,
  `CREATE INDEX accounts_phone ON accounts (phone_hash) WHERE phone_hash IS NOT NULL`,
  `CREATE INDEX accounts_licence_file ON accounts (licence_file_hash) WHERE licence_file_hash IS NOT NULL`,
  // One index a level and spelling, so that a name search within a scope reads a range of one index.
  ...['province', 'city', 'division'].flatMap((level) =>
    ['name', 'name_pinyin', 'name_initials'].map(
      (column) => `CREATE INDEX accounts_${level}_${column} ON accounts (${level}, ${column} text_pattern_ops, id)`,
    ),
  ),
  ...['name', 'name_pinyin', 'name_initials'].map(
    (column) => `CREATE INDEX accounts_country_${column} ON accounts (${column} text_pattern_ops, id)`,
  ),

  // A lock holds all that the list shows, and the attempts that caused it: partitions of attempts get dropped.
  `CREATE TABLE locks (
     id uuid PRIMARY KEY DEFAULT uuidv7(),
     account_id uuid NOT NULL REFERENCES accounts,
     directory text NOT NULL,
     kind text NOT NULL CHECK (kind IN ('temporary', 'permanent')),
     cause text NOT NULL,
     policy_version text NOT NULL,
     failures integer NOT NULL,
     trend smallint[] NOT NULL,
     evidence jsonb NOT NULL,
     name_masked text NOT NULL,
     document_masked text NOT NULL,
     province char(2) NOT NULL,
     city char(4) NOT NULL,
     division char(6) NOT NULL,
     started_at timestamptz(3) NOT NULL,
     ends_at timestamptz(3),
     ended_at timestamptz(3),
     ended_by text,
     entry_id uuid NOT NULL,
     end_entry_id uuid,
     CHECK ((kind = 'permanent') = (ends_at IS NULL)),
     CHECK ((ended_at IS NULL) = (ended_by IS NULL))
   )`,
  `CREATE UNIQUE INDEX locks_open ON locks (account_id) WHERE ended_at IS NULL`,
  `CREATE INDEX locks_account ON locks (account_id, started_at DESC)`,
  `CREATE INDEX locks_due ON locks (ends_at) WHERE ended_at IS NULL AND ends_at IS NOT NULL`,
  ...lockIndexes(),

  `CREATE TABLE attempts (
     occurred_at timestamptz(3) NOT NULL,
     source text NOT NULL,
     attempt_id text NOT NULL,
     account_id uuid,
     sign_in_name_hash bytea NOT NULL,
     sign_in_name_masked text NOT NULL,
     outcome text NOT NULL,
     factor text NOT NULL,
     password_repeated boolean NOT NULL,
     counted boolean NOT NULL,
     lock_id uuid,
     ip inet,
     province text,
     city text,
     operator text,
     familiar_network boolean,
     device_id text,
     device text,
     client text,
     received_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (occurred_at, source, attempt_id)
   ) PARTITION BY RANGE (occurred_at)`,
  `CREATE INDEX attempts_account ON attempts (account_id, occurred_at DESC, source, attempt_id) WHERE account_id IS NOT NULL`,
  // What is asked for by kind, in its own order: an account that is hammered at has a million attempts that were turned away.
  `CREATE INDEX attempts_counted ON attempts (account_id, occurred_at DESC) WHERE counted`,
  `CREATE INDEX attempts_failed ON attempts (account_id, occurred_at DESC, source, attempt_id)
     WHERE outcome IN ('wrong_password', 'wrong_code')`,
  `CREATE INDEX attempts_succeeded ON attempts (account_id, occurred_at DESC) WHERE outcome = 'success'`,

  // Networks (operator and province) that an account has signed in from, with the last time it did.
  `CREATE TABLE account_networks (
     account_id uuid NOT NULL REFERENCES accounts,
     network text NOT NULL,
     last_success_at timestamptz(3) NOT NULL,
     PRIMARY KEY (account_id, network)
   )`,
  `CREATE TABLE account_devices (
     account_id uuid NOT NULL REFERENCES accounts,
     device_id text NOT NULL,
     first_success_at timestamptz(3) NOT NULL,
     last_success_at timestamptz(3) NOT NULL,
     PRIMARY KEY (account_id, device_id)
   )`,

  // The ledger: INSERT and SELECT only for whoever is not the owner. No foreign keys: a ledger outlives what it names.
  `CREATE TABLE entries (
     id uuid NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     -- The sequencer's cursor: ids and times of late commits lie in the past, transaction ids tell what may still come.
     x xid8 NOT NULL DEFAULT pg_current_xact_id(),
     action text NOT NULL,
     outcome text NOT NULL,
     actor_kind text NOT NULL,
     actor_subject text NOT NULL,
     actor_name text,
     staff_number text,
     office_code text,
     office_name text,
     workstation text,
     account_id uuid,
     -- Where it was done: the office's division for acts of the staff, the account's for all others.
     province char(2),
     city char(4),
     division char(6),
     reason text,
     channel text,
     verification_method text,
     verification_reading text,
     refused_with text,
     refers_to uuid,
     request_id uuid,
     before jsonb,
     after jsonb,
     -- What the sequencer needs to keep totals and to tell consoles: the lock begun or ended by this entry.
     lock_id uuid,
     -- RFC 8785 JSON; its hash goes into the tree. Random ids and commitments only, no personal data.
     leaf bytea NOT NULL CHECK (octet_length(leaf) <= 16384),
     PRIMARY KEY (recorded_at, id)
   ) PARTITION BY RANGE (recorded_at)`,
  `CREATE INDEX entries_id ON entries (id)`,
  `CREATE INDEX entries_x ON entries (x)`,
  `CREATE INDEX entries_account ON entries (account_id, recorded_at DESC, id DESC) WHERE account_id IS NOT NULL`,
  `CREATE INDEX entries_actor ON entries (actor_subject, recorded_at DESC, id DESC)`,
  `CREATE INDEX entries_office ON entries (office_code, recorded_at DESC, id DESC) WHERE office_code IS NOT NULL`,
  `CREATE INDEX entries_action ON entries (action, recorded_at DESC, id DESC)`,
  `CREATE INDEX entries_province ON entries (province, recorded_at DESC, id DESC)`,
  `CREATE INDEX entries_city ON entries (city, recorded_at DESC, id DESC)`,
  `CREATE INDEX entries_division ON entries (division, recorded_at DESC, id DESC)`,

  // Free text and personal data of an entry, apart from it, so that erasing a citizen leaves every proof standing.
  // fields: name → {value, salt}; the leaf holds SHA-256(salt || value) for each.
  `CREATE TABLE entry_private (
     entry_id uuid NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     account_id uuid,
     fields jsonb NOT NULL,
     PRIMARY KEY (recorded_at, entry_id)
   ) PARTITION BY RANGE (recorded_at)`,

  `CREATE TABLE leaves (
     index bigint PRIMARY KEY,
     entry_id uuid NOT NULL UNIQUE,
     recorded_at timestamptz(3) NOT NULL,
     leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
   )`,
  // One row: where the sequencer stands.
  `CREATE TABLE sequencer_state (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     next_index bigint NOT NULL DEFAULT 0,
     floor xid8 NOT NULL DEFAULT '0'::xid8
   )`,
  `INSERT INTO sequencer_state DEFAULT VALUES`,
  // Locks in force by place: '' the country, then province, city, county. Kept by the sequencer, in its transaction.
  `CREATE TABLE lock_counters (
     place text NOT NULL,
     kind text NOT NULL,
     cause text NOT NULL,
     count integer NOT NULL,
     PRIMARY KEY (place, kind, cause)
   )`,

  // The answer of a committed effect, for whoever asks again with the same key.
  `CREATE TABLE idempotency_keys (
     actor_subject text NOT NULL,
     key uuid NOT NULL,
     operation text NOT NULL,
     body_hash bytea NOT NULL,
     entry_id uuid NOT NULL,
     -- json, not jsonb: the very text, so that it is answered again byte for byte.
     answer json NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (actor_subject, key)
   )`,
  `CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at)`,

  `CREATE TABLE outbox (
     id uuid PRIMARY KEY DEFAULT uuidv7(),
     entry_id uuid NOT NULL,
     account_id uuid NOT NULL,
     kind text NOT NULL CHECK (kind IN ('lock_notice', 'unlock_notice', 'reset_notice', 'reset_code')),
     -- Encrypted; wiped on delivery or expiry.
     payload_cipher bytea,
     key_id smallint NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     not_after timestamptz(3) NOT NULL,
     next_try_at timestamptz(3) NOT NULL DEFAULT now(),
     tries integer NOT NULL DEFAULT 0,
     delivered_at timestamptz(3),
     gave_up_at timestamptz(3)
   )`,
  `CREATE INDEX outbox_due ON outbox (next_try_at) WHERE delivered_at IS NULL AND gave_up_at IS NULL`,
  `CREATE INDEX outbox_late ON outbox (not_after) WHERE delivered_at IS NULL AND gave_up_at IS NULL`,
  `CREATE INDEX outbox_entry ON outbox (entry_id)`,

  `CREATE TABLE reset_codes (
     id uuid PRIMARY KEY DEFAULT uuidv7(),
     account_id uuid NOT NULL REFERENCES accounts,
     entry_id uuid NOT NULL UNIQUE,
     salt bytea NOT NULL,
     code_hash bytea NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     tries_left smallint NOT NULL DEFAULT 5,
     redeemed_at timestamptz(3),
     replaced_at timestamptz(3),
     -- Answers to tries, by the asker's own id of each: asking again costs no further try.
     redemptions jsonb NOT NULL DEFAULT '{}',
     created_at timestamptz(3) NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX reset_codes_account ON reset_codes (account_id, created_at DESC)`,

  // Months from the one given, as many as asked for. Runs as its owner, so that the API needs no right to create tables.
  `CREATE FUNCTION make_partitions(months_back integer, months_ahead integer) RETURNS integer
     LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
   DECLARE
     parent text; month date; made integer := 0; part text;
   BEGIN
     FOREACH parent IN ARRAY ARRAY['${Object.keys(PARTITIONED).join("','")}'] LOOP
       FOR step IN -months_back .. months_ahead LOOP
         month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => step))::date;
         part := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
         IF to_regclass(quote_ident(part)) IS NULL THEN
           EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
             month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
           made := made + 1;
         END IF;
       END LOOP;
     END LOOP;
     RETURN made;
   END $$`,
  // Attempts are kept six months; entries begin with the first month of use, but locks may be dated back into the last.
  `SELECT make_partitions(7, 3)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
