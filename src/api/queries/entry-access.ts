import type { StaffActor } from '../http/actor.ts';
import { inScope } from '../http/scope.ts';

/** What of an entry decides who may read it. */
export interface EntryOwner {
  actor_kind: 'staff' | 'policy' | 'system';
  actor_subject: string;
  division: string | null;
}

/** An auditor reads all entries, a supervisor those of their scope, a clerk their own. */
export function mayReadEntry({ roles, scope, subject }: StaffActor, entry: EntryOwner): boolean {
  if (roles.includes('auditor')) return true;
  if (roles.includes('supervisor') && entry.division !== null && inScope(scope, entry.division)) return true;
  return roles.includes('clerk') && entry.actor_kind === 'staff' && entry.actor_subject === subject;
}
