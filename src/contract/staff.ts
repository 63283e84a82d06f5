import * as z from 'zod';
import { DivisionCode, DivisionPrefix, Instant, plainLine } from './common.ts';

/** Roles of the staff, and `directory` for the agency's own systems. */
export const ROLES = ['clerk', 'supervisor', 'auditor', 'administrator', 'directory'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Where staff sit: a vehicle-administration office, a branch, a hotline centre. */
export const Office = z.object({
  code: plainLine(32),
  name: plainLine(80),
  division: DivisionCode,
});
export type Office = z.infer<typeof Office>;

export const Me = z.object({
  subject: z.string(),
  name: z.string(),
  staff_number: z.string().nullable(),
  office: Office.nullable(),
  roles: z.array(Role),
  scope: z.array(z.object({ prefix: DivisionPrefix, name: z.string() })),
  least_console_version: z.string(),
  server_time: Instant,
});
export type Me = z.infer<typeof Me>;

/** Someone's rights as their token told them. */
export const StaffRights = z.object({
  subject: z.string(),
  name: z.string(),
  staff_number: z.string().nullable(),
  office: Office.nullable(),
  roles: z.array(z.string()),
  scope: z.array(z.object({ prefix: DivisionPrefix, name: z.string() })),
  /** Rises whenever roles, scope or office change. */
  version: z.number().int(),
});
export type StaffRights = z.infer<typeof StaffRights>;

/** What was signed of one person in an access review: kept beside the entry, whose leaf holds its digest. */
export const SignedAccess = StaffRights.extend({ verdict: z.string(), comment: z.string().nullable() });
export type SignedAccess = z.infer<typeof SignedAccess>;
