import { type Kysely, sql } from 'kysely';

/** What supervisors are to look at, and what they must hear of. */
const statements = [
  // An act and how much it deserves a look. Whatever was decided stands in the ledger; this is what is still to be done.
  `CREATE TABLE reviews (
     entry_id uuid PRIMARY KEY,
     recorded_at timestamptz(3) NOT NULL,
     action text NOT NULL,
     actor_subject text NOT NULL,
     account_id uuid NOT NULL,
     -- Where it was done, and the prefix of it whose supervisors look at it.
     division char(6) NOT NULL,
     desk text NOT NULL,
     risk smallint NOT NULL CHECK (risk BETWEEN 0 AND 100),
     reasons jsonb NOT NULL,
     sampled boolean NOT NULL,
     state text NOT NULL,
     due_at timestamptz(3) NOT NULL,
     escalated smallint NOT NULL DEFAULT 0,
     -- When what has happened since is looked for next; null once it no longer is.
     next_check_at timestamptz(3),
     decided_at timestamptz(3),
     decided_by text
   )`,
  // A queue's page, and each part of it, is a range of one of these.
  `CREATE INDEX reviews_queue ON reviews (desk, risk DESC, entry_id) WHERE state = 'waiting'`,
  `CREATE INDEX reviews_sample ON reviews (desk, risk DESC, entry_id) WHERE state = 'waiting' AND sampled`,
  `CREATE INDEX reviews_disputes ON reviews (desk, risk DESC, entry_id) WHERE state IN ('disputed', 'answered')`,
  `CREATE INDEX reviews_own_disputes ON reviews (actor_subject, decided_at) WHERE state = 'disputed'`,
  `CREATE INDEX reviews_due ON reviews (due_at) WHERE state IN ('waiting', 'disputed', 'answered')`,
  `CREATE INDEX reviews_check ON reviews (next_check_at) WHERE next_check_at IS NOT NULL`,
  `CREATE INDEX reviews_watched ON reviews (account_id) WHERE next_check_at IS NOT NULL`,
  `CREATE INDEX reviews_decided ON reviews (decided_by, decided_at) WHERE decided_by IS NOT NULL`,

  // One row: up to which entry of the ledger acts have been looked at. It begins with what comes from now on.
  `CREATE TABLE review_cursor (
     one boolean PRIMARY KEY DEFAULT true CHECK (one),
     next_index bigint NOT NULL DEFAULT 0
   )`,
  `INSERT INTO review_cursor (next_index) SELECT next_index FROM sequencer_state`,

  // What clerks do in a day, to compare them with their office; kept by whoever moves the cursor, in its transaction.
  `CREATE TABLE clerk_days (
     office_code text NOT NULL,
     day date NOT NULL,
     actor_subject text NOT NULL,
     acts integer NOT NULL DEFAULT 0,
     other_document integer NOT NULL DEFAULT 0,
     out_of_hours integer NOT NULL DEFAULT 0,
     disputed integer NOT NULL DEFAULT 0,
     PRIMARY KEY (office_code, day, actor_subject)
   )`,
  // Workstations that have a reader: one that a document was scanned at lately.
  `CREATE TABLE workstation_readers (
     workstation text PRIMARY KEY,
     scanned_at timestamptz(3) NOT NULL
   )`,
  // Supervisors as their tokens told when they last asked for their queue: who there is to review a place.
  `CREATE TABLE reviewers (
     subject text PRIMARY KEY,
     scope text[] NOT NULL,
     -- Also a clerk.
     serves boolean NOT NULL,
     seen_at timestamptz(3) NOT NULL
   )`,
  // Accounts of a clerk's relatives.
  `CREATE TABLE account_marks (
     account_id uuid NOT NULL REFERENCES accounts,
     staff_subject text NOT NULL,
     made_at timestamptz(3) NOT NULL DEFAULT now(),
     PRIMARY KEY (account_id, staff_subject)
   )`,

  `CREATE TABLE alerts (
     id uuid PRIMARY KEY DEFAULT uuidv7(),
     kind text NOT NULL,
     -- Tells the cause from others of its kind; '' where there is only one.
     cause text NOT NULL,
     about text,
     -- Whose doing it is: they acknowledge nothing about themselves.
     about_subject text,
     division char(6),
     figure double precision,
     raised_at timestamptz(3) NOT NULL DEFAULT now(),
     last_at timestamptz(3) NOT NULL DEFAULT now(),
     times integer NOT NULL DEFAULT 1,
     acknowledged_at timestamptz(3),
     acknowledged_by text
   )`,
  // One of a cause at a time.
  `CREATE UNIQUE INDEX alerts_open ON alerts (kind, cause) WHERE acknowledged_at IS NULL`,
  `CREATE INDEX alerts_cause ON alerts (kind, cause, acknowledged_at)`,
  `CREATE INDEX alerts_acknowledged ON alerts (acknowledged_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
