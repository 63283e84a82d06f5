import * as z from 'zod';
import { Cursor, ForeignInstant, Instant, plainLine, token } from './common.ts';

/**
 * How one sign-in attempt ended. `refused_*` are attempts that the sign-in system turned away without looking at the
 * password; they never count towards a lock.
 */
export const OUTCOMES = [
  'success',
  'wrong_password',
  'wrong_code',
  'unknown_name',
  'refused_locked',
  'refused_disabled',
  'refused_reset_pending',
  'password_changed',
  'code_redeemed',
] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

export const FACTORS = ['password', 'sms_code', 'fingerprint', 'face', 'reset_code', 'other'] as const;
export const Factor = z.enum(FACTORS);
export type Factor = z.infer<typeof Factor>;

/**
 * One attempt as the agency's sign-in system reports it. A public contract: every field is closed or bounded. The name
 * that was typed is kept as a keyed hash and a mask only, because people type passwords there.
 */
export const AttemptReport = z.strictObject({
  /** The reporter's own id; together with `source` it makes a report idempotent. */
  attempt_id: token(64),
  /** Which of the agency's systems reports: `app`, `web`, `hall-3`. */
  source: token(32),
  occurred_at: ForeignInstant,
  /** The register's id of the account, where the name that was typed belongs to one. */
  external_id: token(64).nullish(),
  /** What was typed as the name to sign in with. */
  sign_in_name: z.string().min(1).max(128),
  outcome: Outcome,
  factor: Factor.default('password'),
  /** This wrong password equals a wrong one already typed for this account within the policy's window. */
  password_repeated: z.boolean().default(false),
  ip: z.union([z.ipv4(), z.ipv6()]).nullish(),
  device_id: token(64).nullish(),
  device: plainLine(64).nullish(),
  client: plainLine(64).nullish(),
});
export type AttemptReport = z.infer<typeof AttemptReport>;

/** An attempt as the console shows it. */
export const Attempt = z.object({
  occurred_at: Instant,
  outcome: Outcome,
  factor: Factor,
  /** Counted towards a lock. */
  counted: z.boolean(),
  password_repeated: z.boolean(),
  /** This attempt brought the lock about. */
  locked: z.boolean(),
  ip: z.string().nullable(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  operator: z.string().nullable(),
  /** The account had signed in from this network (operator and province) within 180 days before. */
  familiar_network: z.boolean().nullable(),
  device_id: z.string().nullable(),
  device: z.string().nullable(),
  client: z.string().nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

export const AttemptPage = z.object({ items: z.array(Attempt), after: Cursor.nullable() });
