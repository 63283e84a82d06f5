/**
 * A large database for the tests of plans: made by SQL in seconds, spread as real data is. A seventh of everything lies
 * in one city, so that a city is large too; locks lie in no order that an index could profit from.
 */
import pg from 'pg';
import { LOCK_KINDS } from '../../contract/index.ts';
import names from '../divisions/names.json' with { type: 'json' };

export interface LargeSize {
  accounts: number;
  /** In force; a third as many again have ended. At most a fifth of the accounts. */
  locks: number;
  attempts: number;
  entries: number;
}

/** 南京市, where the seventh lies, with one of its counties. */
export const LARGE_CITY = '3201';
export const LARGE_COUNTY = '320106';
const LARGE_COUNTIES = ['320102', '320104', '320105', '320106', '320115'];
/** Number of an account that has a hundredth of all attempts. */
export const BUSY_ACCOUNT = 1;
/** Number of one that somebody, and a phone with an old password, have been at for three days: twice 20,000 attempts. */
export const HAMMERED_ACCOUNT = 4;

export const accountId = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const clerkSubject = (n: number): string => `clerk-${n}`;
const CLERKS = 2000;
/** How far back attempts and entries go. */
export const LARGE_DAYS = 150;

/** Fills a fresh database. For its owner: indexes are dropped and made again, which is much quicker than keeping them. */
export async function fillLarge(ownerUrl: string, size: LargeSize): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(SESSION);
    const counties = Object.keys(names).filter((code) => code.length === 6);
    await client.query(
      `INSERT INTO county SELECT ordinality - 1, code FROM unnest($1::text[]) WITH ORDINALITY AS given (code, ordinality)
       UNION ALL SELECT -ordinality, code FROM unnest($2::text[]) WITH ORDINALITY AS given (code, ordinality)`,
      [counties, LARGE_COUNTIES],
    );
    await fillTable(client, 'accounts', accounts(size, counties.length));
    await fillTable(client, 'locks', locks(size));
    await fillTable(client, 'attempts', attempts(size));
    await client.query(HAMMERING);
    await fillTable(client, 'entries', entries(size));
    await fillTable(client, 'entry_private', PRIVATE);
    await fillTable(client, 'leaves', LEAVES);
    await fillTable(client, 'looks', LOOKS);
    await fillTable(client, 'reviews', REVIEWS);
    await client.query(ALERTS);
    await client.query(REPORTS);
    await client.query(UNLOCK_HOURS);
    for (const level of ["''", 'province', 'city', 'division']) await client.query(counters(level));
    await client.query(NO_LOCKS);
    await client.query(
      'UPDATE sequencer_state SET next_index = (SELECT count(*) FROM leaves), floor = pg_current_xact_id()',
    );
    // All of it has been looked at and counted.
    for (const cursor of ['review_cursor', 'report_state']) {
      await client.query(`UPDATE ${cursor} SET next_index = (SELECT next_index FROM sequencer_state)`);
    }
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

async function fillTable(client: pg.Client, table: string, fill: string): Promise<void> {
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)`,
    [table],
  );
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
  await client.query(fill);
  for (const { definition } of indexes.rows) await client.query(definition.replace(' ON ONLY ', ' ON '));
}

const SESSION = `
  SET maintenance_work_mem = '1GB';
  SET work_mem = '512MB';
  SET max_parallel_maintenance_workers = 2;
  -- What is made here refers to what is made here: foreign keys need no checking.
  SET session_replication_role = replica;
  CREATE TEMP TABLE county (number bigint PRIMARY KEY, code text);
  CREATE FUNCTION pg_temp.pick(n bigint, salt integer, below bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (hashint8extended(n, salt) & 9007199254740991) % below;
  CREATE FUNCTION pg_temp.account(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid;
  CREATE FUNCTION pg_temp.id_at(at timestamptz, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid`;

/** A time within the last so many days, to the millisecond. */
const within = (days: number, salt: number): string =>
  `now() - pg_temp.pick(n, ${salt}, ${days * 86_400_000}) * interval '1 ms'`;

const oneOf = (salt: number, ...values: string[]): string =>
  `(ARRAY['${values.join("','")}'])[1 + pg_temp.pick(n, ${salt}, ${values.length})]`;

const SURNAMES =
  '王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo'.split(' ');
const GIVEN =
  '小xiao 明ming 静jing 伟wei 敏min 丽li 强qiang 磊lei 军jun 洋yang 艳yan 勇yong 杰jie 娟juan 涛tao 超chao'.split(' ');

const accounts = (size: LargeSize, counties: number): string => `
  INSERT INTO accounts (id, directory, external_id, version, name, name_pinyin, name_initials, name_masked,
      document_kind, document_cipher, document_hash, document_masked, phone_cipher, phone_hash, phone_masked,
      licence_file_cipher, licence_file_hash, licence_file_masked, key_id, licence_classes, province, city, division,
      registered_at, register_updated_at, last_success_at)
  SELECT pg_temp.account(n), 'built-in', n::text, 1,
         left(s, 1) || left(a, 1) || left(b, 1), substr(s, 2) || substr(a, 2) || substr(b, 2),
         substr(s, 2, 1) || substr(a, 2, 1) || substr(b, 2, 1), left(s, 1) || '*' || left(b, 1),
         'resident_id', sealed, sha256(int8send(n)), '3201**********1234', sealed, sha256(int8send(-n)), '138****5678',
         sealed, sha256(int8send(n << 32)), '3201****8876', 1, 'C1', left(code, 2), left(code, 4), code,
         now() - interval '2 years', now() - interval '2 years', now() - pg_temp.pick(n, 4, 5000) * interval '1 hour'
    FROM (SELECT n, ${oneOf(5, ...SURNAMES)} AS s, ${oneOf(6, ...GIVEN)} AS a, ${oneOf(7, ...GIVEN)} AS b,
                 decode(repeat('ab', 46), 'hex') AS sealed,
                 CASE WHEN pg_temp.pick(n, 1, 7) = 0 THEN -1 - pg_temp.pick(n, 2, ${LARGE_COUNTIES.length})
                      ELSE pg_temp.pick(n, 3, ${counties}) END AS county
            FROM generate_series(1, ${size.accounts}) AS n) AS made
    JOIN county ON county.number = made.county
   ORDER BY made.n`;

/** Every fifth account is locked: one kind and cause in a hundred is rare, and one lock in two thousand has just run out. */
const locks = (size: LargeSize): string => `
  INSERT INTO locks (id, account_id, directory, kind, cause, policy_version, failures, trend, evidence, name_masked,
      document_masked, province, city, division, started_at, ends_at, ended_at, ended_by, entry_id)
  SELECT pg_temp.id_at(started_at, n), a.id, a.directory, kind, cause, '1', 3 + pg_temp.pick(n, 11, 60),
         '{0,0,0,0,0,0,0,1,0,2,3,4}', '[]', a.name_masked, a.document_masked, a.province, a.city, a.division, started_at,
         CASE kind WHEN 'temporary' THEN
           CASE WHEN n > ${size.locks} THEN started_at + interval '15 minutes'
                WHEN pg_temp.pick(n, 12, 2000) = 0 THEN now() - interval '1 second'
                ELSE now() + interval '1 hour' + pg_temp.pick(n, 13, 86400000) * interval '1 ms' END
         END,
         CASE WHEN n > ${size.locks} THEN started_at + interval '15 minutes' END,
         CASE WHEN n > ${size.locks} THEN 'expired' END, uuidv7()
    FROM (SELECT n, ${within(30, 14)} AS started_at,
                 CASE WHEN part < 60 OR part = 99 THEN 'temporary' ELSE 'permanent' END AS kind,
                 CASE WHEN part < 85 THEN 'many_wrong_passwords' ELSE 'spread_sources' END AS cause
            FROM (SELECT n, pg_temp.pick(n, 15, 100) AS part
                    FROM generate_series(1, ${Math.ceil((size.locks * 4) / 3)}) AS n) AS numbers) AS made
    JOIN accounts a ON a.id = pg_temp.account(1 + n % ${size.locks} * ${Math.floor(size.accounts / size.locks)})
   ORDER BY pg_temp.pick(n, 16, 1000000000)`;

const attempts = (size: LargeSize): string => `
  INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
      factor, password_repeated, counted, ip, province, city, operator, familiar_network, device_id, device, client)
  SELECT ${within(LARGE_DAYS, 21)}, 'app', n::text,
         pg_temp.account(CASE WHEN n % 100 = 0 THEN ${BUSY_ACCOUNT} ELSE 1 + pg_temp.pick(n, 22, ${size.accounts}) END),
         sha256(int8send(n)), '138****5678', ${oneOf(23, 'success', 'success', 'success', 'wrong_password')},
         'password', false, true, '192.0.2.46', '江苏省', '南京市', '电信', true, 'd' || n, 'Mate 60', 'App 3.2.6'
    FROM generate_series(1, ${size.attempts}) AS n
   ORDER BY 1`;

const HAMMERING = `
  INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
      factor, password_repeated, counted, ip, province, city, operator, familiar_network, device_id, device, client)
  SELECT ${within(3, 25)}, 'web', n::text, pg_temp.account(${HAMMERED_ACCOUNT}), sha256(int8send(n)), '138****5678',
         ${oneOf(26, 'refused_locked', 'refused_locked', 'wrong_password', 'success')}, 'password', true, false,
         '192.0.2.46', '江苏省', '南京市', '电信', true, 'd1', 'Mate 60', 'App 3.2.6'
    FROM generate_series(1, 40000) AS n
   ORDER BY 1`;

const entries = (size: LargeSize): string => `
  INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, actor_name, office_code, office_name,
      account_id, province, city, division, reason, request_id, leaf)
  SELECT pg_temp.id_at(recorded_at, n), recorded_at, action, CASE WHEN n % 50 = 0 THEN 'refused' ELSE 'done' END,
         CASE WHEN action IN ('lock', 'expire') THEN 'policy' ELSE 'staff' END,
         CASE WHEN action IN ('lock', 'expire') THEN '1' ELSE 'clerk-' || n % ${CLERKS} END,
         CASE WHEN action NOT IN ('lock', 'expire') THEN '李敏' END,
         CASE WHEN action NOT IN ('lock', 'expire') THEN a.division || '-01' END,
         CASE WHEN action NOT IN ('lock', 'expire') THEN '车管所' END,
         a.id, a.province, a.city, a.division, NULL, uuidv7(), convert_to(n || repeat('leaf', 100), 'UTF8')
    FROM (SELECT n, ${within(LARGE_DAYS, 31)} AS recorded_at,
                 ${oneOf(32, ...'search search open open open open lock lock expire unlock'.split(' '))} AS action
            FROM generate_series(1, ${size.entries}) AS n) AS made
    JOIN accounts a ON a.id = pg_temp.account(1 + pg_temp.pick(n, 33, ${size.accounts}))
   ORDER BY recorded_at`;

/** What was typed to find somebody, and the number of the ticket that somebody came with. */
const PRIVATE = `
  INSERT INTO entry_private (entry_id, recorded_at, account_id, fields)
  SELECT id, recorded_at, account_id, '{"note": {"value": "A037", "salt": "c2FsdHNhbHRzYWx0c2FsdA=="}}'
    FROM entries WHERE action IN ('search', 'unlock')`;

/** Hashed as RFC 6962 has it, so that what is signed over them can be proved. */
const LEAVES = `
  INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
  SELECT row_number() OVER (ORDER BY recorded_at, id) - 1, id, recorded_at, sha256('\\x00'::bytea || leaf) FROM entries`;

/** A year of rollups: every city, and in one of them and its counties as many clerks and offices as there may be. */
const REPORTS = `
  INSERT INTO report_counts (place, dimension, grain, starts, key, locks, unlocks, resets, shown, reviewed, returns)
  SELECT place, dimension, grain, starts, key, 5, 3, 1, 2, 1, 3
    FROM (SELECT 'day' AS grain, current_date - n AS starts FROM generate_series(0, 366) AS n
          UNION ALL
          SELECT 'month', (date_trunc('month', current_date) - make_interval(months => n))::date
            FROM generate_series(0, 12) AS n) AS times
   CROSS JOIN (
     SELECT left(code, digits) AS place, 'all' AS dimension, '' AS key
       FROM county CROSS JOIN (VALUES (0), (2), (4)) AS level (digits) GROUP BY 1
     UNION ALL
     SELECT place, dimension, dimension || '-' || n
       FROM (SELECT '' AS place UNION ALL SELECT '${LARGE_CITY}' UNION ALL SELECT unnest(ARRAY['${LARGE_COUNTIES.join("','")}'])) AS places,
            (VALUES ('reason', 12), ('cause', 2), ('office', 30), ('clerk', 80)) AS dimensions (dimension, keys),
            generate_series(1, keys) AS n
      WHERE place <> '' OR dimension IN ('reason', 'cause')
     UNION ALL
     SELECT unnest(ARRAY['${LARGE_COUNTIES.join("','")}']), 'all', ''
   ) AS keys
   ORDER BY starts`;

/** Five weeks of a province, a city and its counties with as many offices as there may be, and of the country's provinces. */
const UNLOCK_HOURS = `
  INSERT INTO unlock_hours (day, place, key, unlocks)
  SELECT current_date + 1 - n, place, key, array_fill(0, ARRAY[8]) || array_fill(5, ARRAY[10]) || array_fill(0, ARRAY[6])
    FROM generate_series(0, 35) AS n
   CROSS JOIN (
     SELECT place, place || '-' || office AS key
       FROM (VALUES (left('${LARGE_CITY}', 2), 600), ('${LARGE_CITY}', 60), ('${LARGE_COUNTY}', 30)) AS places (place, offices),
            generate_series(1, offices) AS office
     UNION ALL
     SELECT '', left(code, 2) FROM county GROUP BY 2
   ) AS keys
   ORDER BY n DESC`;

/** Of everybody and the last two hours, as the leader keeps them. */
const LOOKS = `
  INSERT INTO looks (actor_subject, since, count)
  SELECT 'clerk-' || clerk, date_bin('5 minutes', now(), 'epoch') - make_interval(mins => 5 * stretch), 3
    FROM generate_series(1, ${CLERKS}) AS clerk, generate_series(0, 23) AS stretch`;

/** Every act and opening is to be reviewed, at the county and at the city; one in a hundred is disputed. */
const REVIEWS = `
  INSERT INTO reviews (entry_id, recorded_at, action, actor_subject, account_id, division, desk, risk, reasons, sampled,
      state, due_at, next_check_at, decided_at, decided_by, counted)
  SELECT id, recorded_at, action, actor_subject, account_id, division,
         CASE WHEN pg_temp.pick(n, 42, 2) = 0 THEN division ELSE city END, pg_temp.pick(n, 41, 101), '[]', n % 10 = 0,
         CASE WHEN n % 100 = 1 THEN 'disputed' ELSE 'waiting' END, recorded_at + interval '200 days',
         CASE WHEN n % 50 = 0 THEN now() + interval '1 hour' END,
         CASE WHEN n % 100 = 1 THEN recorded_at END, CASE WHEN n % 100 = 1 THEN 'zhoujianguo' END, true
    FROM (SELECT *, row_number() OVER () AS n FROM entries WHERE action IN ('open', 'unlock')) AS act`;

/** Of half a year: every hundredth is still to be acknowledged. */
const ALERTS = `
  INSERT INTO alerts (kind, cause, about, about_subject, division, raised_at, last_at, over_at, acknowledged_at, acknowledged_by)
  SELECT 'harvesting', 'clerk-' || n, '李敏', 'clerk-' || n, code, ${within(180, 51)}, now(), now(),
         CASE WHEN n % 100 > 0 THEN ${within(180, 52)} END, CASE WHEN n % 100 > 0 THEN 'zhoujianguo' END
    FROM generate_series(1, 20000) AS n
    JOIN county ON number = n % ${LARGE_COUNTIES.length} - ${LARGE_COUNTIES.length}`;

const counters = (level: string): string => `
  INSERT INTO lock_counters (place, kind, cause, count)
  SELECT ${level}, kind, cause, count(*) FROM locks WHERE ended_at IS NULL GROUP BY 1, 2, 3`;

/**
 * A counter that has come down to none stays: where all have been counted for a while, each has its row; but for causes that
 * nobody here was ever locked for, as those of other directories.
 */
const NO_LOCKS = `
  INSERT INTO lock_counters (place, kind, cause, count)
  SELECT DISTINCT left(code, digits), kind, cause, 0
    FROM county CROSS JOIN (VALUES (0), (2), (4), (6)) AS level (digits)
   CROSS JOIN unnest(ARRAY['${LOCK_KINDS.join("','")}']) AS kind CROSS JOIN (SELECT DISTINCT cause FROM locks) AS met
  ON CONFLICT DO NOTHING`;
