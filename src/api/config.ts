import * as z from 'zod';

const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const days = count;
const minutes = count;
const claim = (fallback: string) => z.string().min(1).default(fallback);
const url = z.url({ protocol: /^https?$/ });

/** Codes and phone numbers go there: only over TLS, or not over a network at all. */
const isPrivateLine = (address: string) => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** Every variable of the environment that the API reads. Durations are in the unit that the name ends with. */
const Environment = z
  .object({
    /** PostgreSQL 18, as a role that may not change the ledger (see `db/roles.ts`). */
    DATABASE_URL: z.string().regex(/^postgres(ql)?:/),
    /** Connections of this process. */
    DATABASE_POOL: count(20),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65535).default(7100),
    /** Whether this process may lead: sequence the ledger, close locks that have run out, deliver messages. One must. */
    MAY_LEAD: z.stringbool().default(true),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    /** Addresses (CIDR, separated by commas) of proxies that are believed to name the client in X-Forwarded-For. */
    TRUSTED_PROXIES: z.string().optional(),

    // Sign-in of the staff and of the agency's systems (OpenID Connect)
    OIDC_ISSUER: url,
    OIDC_AUDIENCE: z.string().min(1).default('lockdesk-api'),
    /** The issuer's keys. Found by discovery where it is missing. */
    OIDC_JWKS_URL: url.optional(),
    /** RFC 7662: asked whether a token still holds, so that a revoked person is cut off within seconds. */
    OIDC_INTROSPECTION_URL: url.optional(),
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

    // Keys for personal data: a file that only this user can read, or a command that prints the same
    LOCKDESK_KEY_FILE: z.string().optional(),
    LOCKDESK_KEY_COMMAND: z.string().optional(),

    // Messages to citizens (Standard Webhooks). Without an address they wait in the outbox.
    NOTIFIER_URL: url.refine(isPrivateLine, 'must be https, but for this machine').optional(),
    /** As the standard writes secrets: whsec_ and base64. */
    NOTIFIER_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/)
      .optional(),

    /** An agency's own place database (MaxMind format), instead of the one that comes along. */
    GEO_FILE: z.string().optional(),

    /** Older consoles are turned away with 426. */
    LEAST_CONSOLE_VERSION: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .default('0.1.0'),
    /** Days of the strip of sign-ins, and "today", are days of this zone. */
    TIME_ZONE: z.string().default('Asia/Shanghai'),
    /** Whether a whole document number opens accounts outside one's scope: the citizen of another province. */
    SEARCH_EVERYWHERE: z.stringbool().default(true),
    /** How long the answer of an act is kept for whoever asks again with the same key. */
    IDEMPOTENCY_HOURS: count(24),
    /** How long an opening of an account serves its reader. */
    OPENING_HOURS: count(12),

    // Requests a minute: per person of the staff, per system of the agency, per address without a valid token
    RATE_LIMIT_STAFF: count(1200),
    RATE_LIMIT_SYSTEM: count(60_000),
    RATE_LIMIT_ADDRESS: count(600),

    // Lock policy. The numbers' sources stand beside the rules in `policy/`.
    POLICY_WRONG_PASSWORDS: count(5),
    POLICY_WINDOW_MINUTES: minutes(15),
    POLICY_LOCK_MINUTES: minutes(15),
    POLICY_PERMANENT_AT: count(4),
    POLICY_SPREAD_NETWORKS: count(3),
    POLICY_SPREAD_MINUTES: minutes(60),
    POLICY_FAMILIAR_DAYS: days(180),
    /** Attempts older than this are refused, and their partitions may be dropped. */
    ATTEMPTS_KEPT_DAYS: days(180),
    /** SP 800-63B-4 §3.1.3.2: ten minutes for a code sent by phone. */
    RESET_CODE_MINUTES: minutes(10),
  })
  .refine((env) => (env.NOTIFIER_URL === undefined) === (env.NOTIFIER_SECRET === undefined), {
    path: ['NOTIFIER_SECRET'],
    message: 'goes with NOTIFIER_URL',
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
