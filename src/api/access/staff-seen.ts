import type { FastifyBaseLogger } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { ClaimedActor } from '../http/claims.ts';
import { pause } from '../ledger/election.ts';
import type { Running } from '../services.ts';

const WRITE_EVERY_MS = 1_000;
/** Whoever is seen all day is written once in so long. */
const SEEN_AGAIN_MS = 3_600_000;
const KNOWN_MAX = 10_000;

interface Seen {
  subject: string;
  name: string;
  staff_number: string | null;
  office: object | null;
  roles: readonly string[];
  scope: readonly string[];
}

/**
 * Keeps who of the staff there is: there is no directory of them, only tokens. Gathered in memory and written beside the
 * requests, so that no answer but the review's own waits for it; what could not be written is written at the next round.
 */
export class StaffSeen {
  readonly #db: Kysely<Database>;
  readonly #log: FastifyBaseLogger;
  /** What is to be written, by subject. */
  #waiting = new Map<string, Seen>();
  #writing: Promise<void> = Promise.resolve();
  /** What was written, and when: the one used last at the end. */
  readonly #known = new Map<string, { actor: ClaimedActor; text: string; at: number }>();

  constructor(db: Kysely<Database>, log: FastifyBaseLogger) {
    this.#db = db;
    this.#log = log;
  }

  /** Somebody showed a token that holds. */
  note(actor: ClaimedActor): void {
    if (actor.kind !== 'staff') return;
    const { subject, name, staffNumber, office, roles, scope } = actor;
    const known = this.#known.get(subject);
    const recent = known !== undefined && Date.now() - known.at < SEEN_AGAIN_MS;
    // A token that was checked before says the same in the same object: nothing is compared on each request.
    if (recent && known.actor === actor) return;
    const seen = { subject, name, staff_number: staffNumber, office, roles, scope: scope.toSorted() };
    const text = JSON.stringify(seen);
    if (recent && known.text === text) {
      known.actor = actor;
      return;
    }
    this.#known.delete(subject);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < KNOWN_MAX) break;
      this.#known.delete(oldest);
    }
    this.#known.set(subject, { actor, text, at: Date.now() });
    this.#waiting.set(subject, seen);
  }

  start(): Running {
    const stopping = new AbortController();
    const done = (async () => {
      while (!stopping.signal.aborted) {
        await pause(WRITE_EVERY_MS, stopping.signal);
        await this.write().catch((error: unknown) => this.#log.warn({ err: error }, 'staff not noted'));
      }
    })();
    return {
      stop: () => {
        stopping.abort();
        return done;
      },
    };
  }

  /** Writes what was gathered so far, and settles when that is written, also where another was at it. */
  write(): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(() => this.#writeWaiting());
    return this.#writing;
  }

  async #writeWaiting(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.size === 0) return;
    this.#waiting = new Map();
    try {
      await writeStaff(this.#db, [...waiting.values()]);
    } catch (error) {
      this.#waiting = new Map([...waiting, ...this.#waiting]);
      throw error;
    }
  }
}

async function writeStaff(db: Kysely<Database>, seen: readonly Seen[]): Promise<void> {
  // In one order, so that two replicas do not wait for each other in a circle. Whoever never had a role of ours is no
  // staff of ours; whoever had one and lost it is still known.
  await sql`
    INSERT INTO staff (subject, name, staff_number, office, roles, scope)
    SELECT given.* FROM jsonb_to_recordset(${JSON.stringify(seen)}::jsonb)
             AS given (subject text, name text, staff_number text, office jsonb, roles text[], scope text[])
     WHERE cardinality(given.roles) > 0 OR EXISTS (SELECT FROM staff WHERE staff.subject = given.subject)
     ORDER BY given.subject
    ON CONFLICT (subject) DO UPDATE
       SET name = excluded.name, staff_number = excluded.staff_number, office = excluded.office, roles = excluded.roles,
           scope = excluded.scope, seen_at = now(),
           version = staff.version + (${RIGHTS_DIFFER})::integer,
           changed_at = CASE WHEN ${RIGHTS_DIFFER} THEN now() ELSE staff.changed_at END`.execute(db);
}

const RIGHTS_DIFFER = sql`
  (staff.roles, staff.scope, staff.office ->> 'code', staff.office ->> 'division')
    IS DISTINCT FROM (excluded.roles, excluded.scope, excluded.office ->> 'code', excluded.office ->> 'division')`;
