import * as z from 'zod';
import { DivisionPrefix, Office, plainLine, ROLES, type Role } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { StaffActor, SystemActor } from './actor.ts';

/** Who a token says the caller is; the workstation is not in it. */
export type ClaimedActor = Omit<StaffActor, 'workstation'> | SystemActor;

const Claims = z
  .object({
    // Exactly as the issuer has it: two subjects that differ in a space are two people.
    subject: z.string().refine((text) => plainLine(128).safeParse(text).data === text),
    name: plainLine(80).nullish(),
    // An issuer serves other systems too: roles that are not ours say nothing here.
    roles: z
      .array(z.string())
      .transform((all) => ROLES.filter((role) => all.includes(role)))
      .nullish(),
    staffNumber: plainLine(32).nullish(),
    office: Office.nullish(),
    scope: z.array(DivisionPrefix).max(64).nullish(),
    account: plainLine(64).nullish(),
    signedInAt: z
      .number()
      .transform((seconds) => new Date(seconds * 1000))
      .nullish(),
  })
  .refine(({ name, roles }) => name || roles?.includes('directory'), { path: ['name'] });

/** Whoever has one of these has no other: who checks must not act, and a system is no person. */
const ALONE: readonly Role[] = ['auditor', 'directory'];

/** Whether the roles may be one caller's. */
export function mayGoTogether(roles: readonly Role[]): boolean {
  return roles.length <= 1 || !roles.some((role) => ALONE.includes(role));
}

/**
 * Reads the claims of a verified token, by the names that the configuration gives them.
 *
 * @throws z.ZodError where one is missing or of another form
 */
export function readClaims(config: Config, payload: Readonly<Record<string, unknown>>): ClaimedActor {
  const { subject, name, roles, staffNumber, office, scope, account, signedInAt } = Claims.parse({
    subject: payload.sub,
    name: payload[config.OIDC_CLAIM_NAME],
    roles: payload[config.OIDC_CLAIM_ROLES],
    staffNumber: payload[config.OIDC_CLAIM_STAFF_NUMBER],
    office: payload[config.OIDC_CLAIM_OFFICE],
    scope: payload[config.OIDC_CLAIM_SCOPE],
    account: payload[config.OIDC_CLAIM_ACCOUNT],
    signedInAt: payload.auth_time,
  });
  if (roles?.includes('directory')) return { kind: 'system', subject, name: name ?? null, roles };
  return {
    kind: 'staff',
    subject,
    name: name ?? '',
    staffNumber: staffNumber ?? null,
    office: office ?? null,
    roles: roles ?? [],
    scope: scope ?? [],
    account: account ?? null,
    signedInAt: signedInAt ?? null,
  };
}
