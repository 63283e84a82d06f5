import type { Office, Role } from '../../contract/index.ts';

/** Someone of the staff, as their access token tells. */
export interface StaffActor {
  kind: 'staff';
  subject: string;
  name: string;
  staffNumber: string | null;
  office: Office | null;
  roles: readonly Role[];
  /** Division prefixes; see `scope.ts`. */
  scope: readonly string[];
  /** Their own account as a citizen, by its id in the directory; null where the provider does not tell. */
  account: string | null;
  /** When they last typed their password, as the issuer tells (RFC 9068 §2.2.1); null where it does not. */
  signedInAt: Date | null;
  /** As the console claims it in `Lockdesk-Workstation`; proven by nothing. */
  workstation: string | null;
}

/** One of the agency's own systems (role `directory`). */
export interface SystemActor {
  kind: 'system';
  subject: string;
  name: string | null;
  roles: readonly Role[];
}

export type Actor = StaffActor | SystemActor;
