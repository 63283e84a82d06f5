/**
 * All that is read of Keycloak's answers. Fields come and go between its versions: what may be missing is null, zero or
 * empty here, what is unknown is dropped. Names are Keycloak's own.
 */
import * as z from 'zod';

const text = z.string().nullish().default(null);
const flag = z.boolean().nullish().transform(Boolean);
/** Any number: Keycloak's longest don't fit into a safe integer. */
const count = z
  .number()
  .nullish()
  .transform((given) => given ?? 0);
const names = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);

export const AccessTokenAnswer = z.object({
  access_token: z.string().min(1),
  /** In seconds. */
  expires_in: z.number().positive(),
});

/** What a token says of its bearer's rights. */
export const AccessTokenClaims = z.object({
  resource_access: z
    .record(z.string(), z.object({ roles: names }))
    .nullish()
    .transform((given) => given ?? {}),
});
export type AccessTokenClaims = z.infer<typeof AccessTokenClaims>;

export const KeycloakUser = z.object({
  id: z.string().min(1),
  username: text,
  firstName: text,
  lastName: text,
  email: text,
  enabled: z.boolean(),
  createdTimestamp: count,
  attributes: z
    .record(z.string(), z.array(z.string().nullable()).nullable())
    .nullish()
    .transform((given) => given ?? {}),
  requiredActions: names,
  /** The component that the user comes from; null where it is Keycloak's own. */
  federationLink: text,
});
export type KeycloakUser = z.infer<typeof KeycloakUser>;
export const KeycloakUsers = z.array(KeycloakUser);

/** Groups of a user, by path: `/province/city`. */
export const KeycloakGroups = z.array(z.object({ path: z.string() }).transform(({ path }) => path));

/** Beyond it Keycloak means "never": it puts the largest number of a kind there. */
const NEVER_S = 2 ** 31 - 1;

/** The failure record of one user. Zeros where there is none. */
export const BruteForceStatus = z.object({
  /** Locked by the record or the lock's marker at the answer's time, by the server's clock. */
  disabled: z.boolean().nullish().default(null),
  numFailures: count,
  numSecondaryAuthFailures: count,
  numTemporaryLockouts: count,
  lastFailure: count.transform((ms) => (ms === 0 ? null : new Date(ms))),
  lastIPFailure: text.transform((ip) => (ip === 'n/a' ? null : ip)),
  /** End of the latest lock, which may be over. */
  failedLoginNotBefore: count.transform((s): Date | 'never' | null => {
    if (s === 0) return null;
    return s >= NEVER_S ? 'never' : new Date(s * 1000);
  }),
});
export type BruteForceStatus = z.infer<typeof BruteForceStatus>;

export const KeycloakEvent = z.object({
  /** Null before Keycloak gave events one. */
  id: text,
  time: z.number().transform((ms) => new Date(ms)),
  type: z.string(),
  clientId: text,
  userId: text,
  sessionId: text,
  ipAddress: text,
  error: text,
  /** What was typed as the name: people type passwords there. */
  details: z
    .object({ username: text })
    .nullish()
    .transform((given) => ({ username: given?.username ?? null })),
});
export type KeycloakEvent = z.infer<typeof KeycloakEvent>;
export const KeycloakEvents = z.array(KeycloakEvent);

/** What the realm decides about locks, events, passwords and mail. Times in seconds but where the name says otherwise. */
export const KeycloakRealm = z.object({
  realm: z.string(),
  enabled: z.boolean(),
  bruteForceProtected: z.boolean(),
  permanentLockout: flag,
  maxTemporaryLockouts: count,
  failureFactor: count,
  waitIncrementSeconds: count,
  maxFailureWaitSeconds: count,
  maxDeltaTimeSeconds: count,
  quickLoginCheckMilliSeconds: count,
  minimumQuickLoginWaitSeconds: count,
  eventsEnabled: flag,
  /** Zero where events are kept for ever. */
  eventsExpiration: count,
  /** Empty where every type is stored. */
  enabledEventTypes: names,
  adminEventsEnabled: flag,
  passwordPolicy: text,
  smtpServer: z
    .object({ host: text, from: text })
    .nullish()
    .transform((given) => ({ host: given?.host ?? null, from: given?.from ?? null })),
});
export type KeycloakRealm = z.infer<typeof KeycloakRealm>;

/** The realm, or null: who may not see it is told its name and little else, not even that there is more. */
export const RealmAnswer = z.union([KeycloakRealm, z.object({ realm: z.string() }).transform(() => null)]);

/** The forms in which Keycloak tells of an error. */
export const ErrorAnswer = z.object({
  error: text,
  error_description: text,
  errorMessage: text,
  field: text,
  errors: z
    .array(z.object({ field: text, errorMessage: text }))
    .nullish()
    .transform((given) => given ?? []),
});
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
