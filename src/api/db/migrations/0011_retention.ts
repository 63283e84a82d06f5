import { type Kysely, sql } from 'kysely';

/** Rows that one call deletes where a month cannot go as a whole: far less than a statement's time. */
const BATCH = 5000;

const statements = [
  `CREATE INDEX accounts_held ON accounts (id) WHERE held_at IS NOT NULL`,
  `CREATE INDEX outbox_created ON outbox (created_at)`,
  `CREATE INDEX reset_codes_created ON reset_codes (created_at)`,
  // The oldest month of a class that is older than so many days, dropped; of accounts under a legal hold nothing goes. Runs as
  // its owner, and by bounds of its own: whoever has the API's rights alone can't do away with what is fresh.
  // state: dropped; empty (there was nothing in it); more (the next call goes on with it); null where nothing is too old.
  `CREATE FUNCTION retire_month(class text, kept_days integer, OUT month date, OUT state text)
     LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '200ms' AS $$
   DECLARE
     least_days integer := CASE class WHEN 'entry_private' THEN 365 WHEN 'attempts' THEN 30 WHEN 'outbox' THEN 30
                                      WHEN 'reset_codes' THEN 30 END;
     cutoff timestamptz; until timestamptz; part text; filled boolean; kept boolean; gone integer;
   BEGIN
     IF least_days IS NULL THEN RAISE EXCEPTION 'nothing is retired by the class %', class; END IF;
     -- The month that this day lies in is not over yet.
     cutoff := date_trunc('month', (now() - make_interval(days => greatest(kept_days, least_days))) AT TIME ZONE 'UTC')
               AT TIME ZONE 'UTC';
     IF class IN ('outbox', 'reset_codes') THEN
       EXECUTE format(
         'SELECT date_trunc(''month'', min(created_at) AT TIME ZONE ''UTC'')::date FROM %I AS old
           WHERE created_at < $1 AND NOT EXISTS (
             SELECT FROM accounts WHERE id = old.account_id AND held_at IS NOT NULL)', class) INTO month USING cutoff;
       IF month IS NULL THEN RETURN; END IF;
       EXECUTE format(
         'DELETE FROM %1$I WHERE id IN (
            SELECT id FROM %1$I AS old WHERE created_at < $1 AND NOT EXISTS (
              SELECT FROM accounts WHERE id = old.account_id AND held_at IS NOT NULL) LIMIT ${BATCH})', class)
         USING (month + interval '1 month') AT TIME ZONE 'UTC';
       GET DIAGNOSTICS gone = ROW_COUNT;
       state := CASE WHEN gone = ${BATCH} THEN 'more' ELSE 'dropped' END;
       RETURN;
     END IF;
     FOR part IN SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
                  WHERE inhparent = class::regclass ORDER BY relname LOOP
       month := to_date(right(part, 7), 'YYYY_MM');
       until := (month + interval '1 month') AT TIME ZONE 'UTC';
       EXIT WHEN until > cutoff;
       EXECUTE format('SELECT EXISTS (SELECT FROM %I)', part) INTO filled;
       EXECUTE format(
         'SELECT EXISTS (SELECT FROM accounts JOIN %I AS old ON old.account_id = accounts.id
                          WHERE held_at IS NOT NULL AND old.%I >= $1 AND old.%2$I < $2)',
         CASE class WHEN 'attempts' THEN part ELSE 'entries' END,
         CASE class WHEN 'attempts' THEN 'occurred_at' ELSE 'recorded_at' END)
         INTO kept USING month::timestamp AT TIME ZONE 'UTC', until;
       IF NOT kept THEN
         EXECUTE format('DROP TABLE %I', part);
         state := CASE WHEN filled THEN 'dropped' ELSE 'empty' END;
         RETURN;
       END IF;
       EXECUTE format(
         'DELETE FROM %1$I WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM %1$I AS old WHERE NOT EXISTS (
              SELECT FROM accounts WHERE id = old.account_id AND held_at IS NOT NULL) LIMIT ${BATCH}))', part);
       GET DIAGNOSTICS gone = ROW_COUNT;
       IF gone > 0 THEN
         state := CASE WHEN gone = ${BATCH} THEN 'more' ELSE 'dropped' END;
         RETURN;
       END IF;
     END LOOP;
     month := NULL;
   END $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
