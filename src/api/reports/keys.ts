import type { Counted } from './changes.ts';

/** What of an entry, and of the lock that it began or ended, tells under whom and why it is counted. */
export interface ActKeys {
  actor_kind: string | null;
  actor_subject: string;
  office_code: string | null;
  reason: string | null;
  cause: string | null;
}

/** A lock and its end share the cause; what staff did has a reason, an office and a clerk too. */
export function keysOf({ actor_kind, actor_subject, office_code, reason, cause }: ActKeys): Counted['keys'] {
  return {
    ...(cause !== null && { cause }),
    ...(actor_kind === 'staff' && {
      clerk: actor_subject,
      ...(reason !== null && { reason }),
      ...(office_code !== null && { office: office_code }),
    }),
  };
}
