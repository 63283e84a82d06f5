import { isIP } from 'node:net';
import * as z from 'zod';
import { privateUrl } from './private-url.ts';
import { readWitnessKey } from './witness/cosignature.ts';

/** What an integer of the database holds; and lengths of time beyond what anyone means. */
const COUNT_MAX = 2 ** 31 - 1;
const DAY_MINUTES = 1440;
const TEN_YEARS_DAYS = 3660;
const TEN_YEARS_HOURS = 87_840;

const count = (fallback: number, most = COUNT_MAX) => z.coerce.number().int().positive().max(most).default(fallback);
const seconds = count;
const minutes = (fallback: number, most = DAY_MINUTES) => count(fallback, most);
const hours = (fallback: number) => count(fallback, TEN_YEARS_HOURS);
const days = (fallback: number) => count(fallback, TEN_YEARS_DAYS);
const claim = (fallback: string) => z.string().min(1).default(fallback);

/** An address, or a network in CIDR notation. */
function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.trim().split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

/** Every variable of the environment that the API reads. Durations are in the unit that the name ends with. */
const Environment = z
  .object({
    /** PostgreSQL 18, as a role that may not change the ledger (see `db/roles.ts`). */
    DATABASE_URL: z.string().regex(/^postgres(ql)?:/),
    /** Connections of this process. */
    DATABASE_POOL: count(20),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(7100),
    /**
     * The key that signs the ledger: a file that only this user can read (`lockdesk ledger-key --new`). Whoever has it may
     * lead: sequence and sign the ledger, close locks that have run out, deliver messages. One process must.
     */
    LEDGER_KEY_FILE: z.string().optional(),
    /** The key that it is rotated to (`lockdesk rotate-ledger-key`): signs beside the other from then on. */
    LEDGER_NEXT_KEY_FILE: z.string().optional(),
    /**
     * Where a process with that key keeps the newest checkpoint it has seen, to know a database that was set back; beside
     * the key where it is missing. Not on the database's disk.
     */
    LEDGER_CHECKPOINT_FILE: z.string().optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Addresses (CIDR, separated by commas) of proxies that are believed to name the client in X-Forwarded-For. */
    TRUSTED_PROXIES: z
      .string()
      .refine((list) => list.split(',').every(isNetwork), 'must be addresses or networks')
      .optional(),

    // Sign-in of the staff and of the agency's systems (OpenID Connect)
    OIDC_ISSUER: privateUrl,
    OIDC_AUDIENCE: z.string().min(1).default('lockdesk-api'),
    /** The issuer's keys. Found by discovery where it is missing. */
    OIDC_JWKS_URL: privateUrl.optional(),
    /** RFC 7662: asked whether a token still holds, so that a revoked person is cut off within seconds. */
    OIDC_INTROSPECTION_URL: privateUrl.optional(),
    OIDC_INTROSPECTION_CLIENT: z.string().optional(),
    OIDC_INTROSPECTION_SECRET: z.string().optional(),
    /** How long an answer of the introspection is believed. */
    OIDC_INTROSPECTION_SECONDS: seconds(5),
    /** Longer-lived access tokens are refused. */
    OIDC_TOKEN_MAX_SECONDS: seconds(300),
    OIDC_CLOCK_TOLERANCE_SECONDS: z.coerce.number().int().nonnegative().max(60).default(5),
    OIDC_CLAIM_NAME: claim('name'),
    OIDC_CLAIM_ROLES: claim('lockdesk_roles'),
    OIDC_CLAIM_STAFF_NUMBER: claim('lockdesk_staff_number'),
    OIDC_CLAIM_OFFICE: claim('lockdesk_office'),
    OIDC_CLAIM_SCOPE: claim('lockdesk_scope'),
    /** The person's own account as a citizen, by its id in the directory: acts on it are for review. */
    OIDC_CLAIM_ACCOUNT: claim('lockdesk_account'),

    // Key-encryption keys for personal data: a file that only this user can read, or a command that prints the same
    LOCKDESK_KEY_FILE: z.string().optional(),
    LOCKDESK_KEY_COMMAND: z.string().optional(),

    // Accounts outside our database
    /** A list in JSON of the directories outside (see `directory/configured.ts`). */
    DIRECTORIES_FILE: z.string().optional(),
    /** Whether this process works on them: it alone needs their secrets. One process at a time does. */
    DIRECTORY_WORKER: z.stringbool().default(false),

    // Messages to citizens (Standard Webhooks). Without an address they wait in the outbox.
    NOTIFIER_URL: privateUrl.optional(),
    /** As the standard writes secrets: whsec_ and base64. */
    NOTIFIER_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
      .optional(),

    // Who outside sees the ledger. Without a witness nobody does, and the ledger's screen says so.
    /** Where checkpoints are cosigned (c2sp.org/tlog-witness): its submission prefix. */
    WITNESS_URL: privateUrl.optional(),
    /** The witness's key in note-verifier form. */
    WITNESS_KEY: z
      .string()
      .refine((text) => readWitnessKey(text) !== null, 'must be the verifier key of an Ed25519 witness')
      .optional(),
    /** Receivers of the ledger's feed: RFC 5424 over TLS (RFC 5425), as tls://host:6514, and JSON lines over HTTPS. */
    FEED_SYSLOG_URL: z
      .url({ protocol: /^tls$/, abort: true })
      .refine((address) => new URL(address).port !== '', 'must name a port')
      .optional(),
    FEED_HTTPS_URL: privateUrl.optional(),
    /** What the HTTPS receiver wants in the header Authorization. */
    FEED_HTTPS_AUTHORIZATION: z
      .string()
      .regex(/^[\x20-\x7e]+$/)
      .optional(),
    /** Certificates (PEM) by which servers outside are trusted, instead of the system's. */
    OUTSIDE_CA_FILE: z.string().optional(),
    /** Whoever outside is further behind than this is warned of. */
    OUTSIDE_LATE_MINUTES: minutes(5),

    // Room for the database. PostgreSQL does not tell how much there is: without one of these nobody is warned of a full disk.
    /** A path on the database's disk, where that is this machine's too. */
    DATABASE_DISK_PATH: z.string().optional(),
    /** What the database may take in all, where its disk is another machine's. */
    DATABASE_DISK_GB: z.coerce.number().int().positive().max(COUNT_MAX).optional(),
    /** Warned of when it is full within so many days, by the growth of the last week. */
    DISK_ALERT_DAYS: days(14),
    /** Warned of in any case when less is free. */
    DISK_LEAST_GB: count(2),

    /** An agency's own place database (MaxMind format), instead of the one that comes along. */
    GEO_FILE: z.string().optional(),

    /** Older consoles are turned away with 426. */
    LEAST_CONSOLE_VERSION: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .default('0.1.0'),
    /** Days of the strip of sign-ins, and "today", are days of this zone. */
    TIME_ZONE: z.string().refine(isTimeZone, 'must be a time zone').default('Asia/Shanghai'),
    /** Whether a whole document number opens accounts outside one's scope: the citizen of another province. */
    SEARCH_EVERYWHERE: z.stringbool().default(true),
    /** How long the answer of an act is kept for whoever asks again with the same key. */
    IDEMPOTENCY_HOURS: hours(24),
    /** How long an opening of an account serves its reader. */
    OPENING_HOURS: hours(12),

    // Requests a minute: per person of the staff, per system of the agency, per address without a valid token
    RATE_LIMIT_STAFF: count(1200),
    RATE_LIMIT_SYSTEM: count(60_000),
    RATE_LIMIT_ADDRESS: count(600),

    // Looks at people (searches, openings, reveals together) of one person in an hour. A citizen takes up to four: a counter's
    // busiest hour is some twenty citizens, the hotline's thirty.
    /** Beyond this answers are held back, up to 3 s, and a supervisor is told. */
    LOOKS_AN_HOUR: count(120),
    /** Beyond this there are none until the hour is over. */
    LOOKS_AN_HOUR_MOST: count(240),

    // Review by supervisors
    /** Of a hundred acts that no rule speaks of, so many are for review all the same. */
    REVIEW_SAMPLE_PERCENT: z.coerce.number().min(0).max(100).default(2),
    /** What a supervisor's day has for it. */
    REVIEW_MINUTES_A_DAY: minutes(60),
    /** When offices serve: ISO weekdays, and from when to when. What is done at other times is for review. */
    OFFICE_DAYS: z
      .string()
      .regex(/^[1-7](,[1-7])*$/)
      .default('1,2,3,4,5'),
    OFFICE_HOURS: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
      .default('08:30-17:30'),

    // Lock policy. The numbers' sources stand beside the rules in `policy/`.
    POLICY_WRONG_PASSWORDS: count(5, 100),
    POLICY_WINDOW_MINUTES: minutes(15),
    POLICY_LOCK_MINUTES: minutes(15),
    /** Each lock before it is twice as long as the one before: ten make of a day a year and a half. */
    POLICY_PERMANENT_AT: count(4, 10),
    POLICY_SPREAD_NETWORKS: count(3, 100),
    POLICY_SPREAD_MINUTES: minutes(60),
    POLICY_FAMILIAR_DAYS: days(180),
    // How long personal data are kept; whole months go, each with an entry.
    /** Attempts; older ones are refused. Cybersecurity Law of the PRC art. 21: logs of a network at least six months. */
    ATTEMPTS_KEPT_DAYS: days(180),
    /** What entries keep apart from their leaves: notes, names, search texts. PIPL art. 56: records of handling three years. */
    NOTES_KEPT_DAYS: days(1096),
    /** Messages that were delivered or given up, and codes of resets that are over: as logs. */
    MESSAGES_KEPT_DAYS: days(180),
    /** SP 800-63B-4 §3.1.3.2: ten minutes for a code sent by phone. */
    RESET_CODE_MINUTES: minutes(10, 10),
  })
  .refine((env) => (env.OIDC_INTROSPECTION_CLIENT === undefined) === (env.OIDC_INTROSPECTION_SECRET === undefined), {
    path: ['OIDC_INTROSPECTION_SECRET'],
    message: 'goes with OIDC_INTROSPECTION_CLIENT',
  })
  .refine((env) => env.LOOKS_AN_HOUR <= env.LOOKS_AN_HOUR_MOST, {
    path: ['LOOKS_AN_HOUR_MOST'],
    message: 'must not be less than LOOKS_AN_HOUR',
  })
  .refine((env) => (env.NOTIFIER_URL === undefined) === (env.NOTIFIER_SECRET === undefined), {
    path: ['NOTIFIER_SECRET'],
    message: 'goes with NOTIFIER_URL',
  })
  .refine((env) => env.LEDGER_NEXT_KEY_FILE === undefined || env.LEDGER_KEY_FILE !== undefined, {
    path: ['LEDGER_NEXT_KEY_FILE'],
    message: 'goes with LEDGER_KEY_FILE',
  })
  .refine((env) => (env.WITNESS_URL === undefined) === (env.WITNESS_KEY === undefined), {
    path: ['WITNESS_KEY'],
    message: 'goes with WITNESS_URL',
  })
  .transform(({ LOCKDESK_KEY_FILE: file, LOCKDESK_KEY_COMMAND: command, ...env }, context) => {
    if (file !== undefined && command === undefined) return { ...env, keySource: { file } };
    if (file === undefined && command !== undefined) return { ...env, keySource: { command } };
    context.addIssue({ code: 'custom', path: ['LOCKDESK_KEY_FILE'], message: 'one of it and LOCKDESK_KEY_COMMAND' });
    return z.NEVER;
  });

export type Config = z.output<typeof Environment>;
export type ConfigInput = z.input<typeof Environment>;

/** What is wrong with the environment: one line a variable, without its value, which may be a secret. */
export class ConfigError extends Error {
  constructor(error: z.ZodError) {
    super(error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
    this.name = 'ConfigError';
  }
}

/**
 * Reads the configuration.
 *
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, unknown>>): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) throw new ConfigError(parsed.error);
  return parsed.data;
}
