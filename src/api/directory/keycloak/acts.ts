/** What is done to a user, and what came of it. Each act reads before and after, so that its entry tells what was seen. */
import type { KeycloakClient } from './client.ts';
import { KeycloakFault } from './fault.ts';
import { makeUnguessable } from './password-policy.ts';
import type { BruteForceStatus, KeycloakUser } from './shapes.ts';
import { type QuickLoginPolicy, type Standing, standingOf, UPDATE_PASSWORD } from './state.ts';

export interface Seen {
  user: KeycloakUser;
  status: BruteForceStatus;
  standing: Standing;
}

export type Outcome =
  | 'done'
  /** Nothing was to be done. */
  | 'already'
  /** Refused, or somebody disabled the user meanwhile: nobody whom an administrator disabled is enabled by us. */
  | 'disabled_by_administrator'
  /** Done, and locked when it was read back: somebody goes on with wrong passwords. */
  | 'locked_again';

export interface ActResult {
  outcome: Outcome;
  before: Seen;
  after: Seen;
}

/**
 * The user as they are now.
 *
 * @param policy as far as it is known, to tell a lock for two quick failures from others
 * @throws KeycloakFault `gone` where there is no such user
 */
export async function seeUser(
  client: KeycloakClient,
  id: string,
  policy: QuickLoginPolicy | null = null,
): Promise<Seen> {
  const [user, status] = await Promise.all([client.user(id), client.status(id)]);
  if (user === null) throw new KeycloakFault('gone', 'see a user');
  return { user, status, standing: standingOf(user, status, policy, new Date()) };
}

/** Ends a lock of either kind. The password, attributes and required actions stay. @throws KeycloakFault */
export async function unlock(client: KeycloakClient, id: string): Promise<ActResult> {
  const before = await seeUser(client, id);
  const { kind } = before.standing.state;
  if (kind === 'free') return { outcome: 'already', before, after: before };
  if (kind === 'disabled_by_administrator') return { outcome: kind, before, after: before };
  if (isDisabledByLock(before)) await client.update(id, { enabled: true });
  else await client.clear(id);
  return readBack(client, id, before);
}

export type ResetWay =
  /** A link to the user's address, which holds for so many seconds; it asks for a new password. */
  | { way: 'email'; lifespanS: number }
  /** Whoever knows the old password chooses the new one. */
  | { way: 'at_sign_in' }
  /** A one-time code in place of the password. */
  | { way: 'code'; code: string };

/**
 * Makes the user choose a new password; ends the lock and all sessions. What may be refused comes first, so that a refusal
 * leaves the user as they were. Only one who is locked for good must be enabled before a link can be sent: if that fails,
 * they are free, with the new password due at the next sign-in.
 *
 * @throws KeycloakFault
 */
export async function reset(client: KeycloakClient, id: string, way: ResetWay): Promise<ActResult> {
  const before = await seeUser(client, id);
  const { kind } = before.standing.state;
  if (kind === 'disabled_by_administrator') return { outcome: kind, before, after: before };
  switch (way.way) {
    case 'email':
      await resetByLink(client, before, way.lifespanS);
      break;
    case 'at_sign_in':
      await demandPassword(client, before);
      break;
    case 'code':
      if (isDisabledByLock(before)) await client.update(id, { enabled: true, temporaryPassword: way.code });
      else await client.resetPassword(id, way.code);
      break;
  }
  await client.clear(id);
  await client.logout(id);
  return readBack(client, id, before);
}

/**
 * Puts a password that nobody knows in the place of a one-time code which has run out; a new one stays due. `already` where
 * the code has been used. Also of users who were disabled meanwhile, without enabling them.
 *
 * @throws KeycloakFault
 */
export async function overwriteCode(client: KeycloakClient, id: string): Promise<ActResult> {
  const before = await seeUser(client, id);
  if (!before.standing.resetPending) return { outcome: 'already', before, after: before };
  const { passwordPolicy } = await client.realm();
  const value = makeUnguessable(passwordPolicy, before.user);
  if (value === null) throw new KeycloakFault('weak_password', 'overwrite a code');
  await client.resetPassword(id, value);
  return { outcome: 'done', before, after: await seeUser(client, id) };
}

async function resetByLink(client: KeycloakClient, before: Seen, lifespanS: number): Promise<void> {
  const { id, email } = before.user;
  const call = 'send a link';
  if (email === null) throw new KeycloakFault('no_email', call);
  const { smtpServer } = await client.realm();
  if (smtpServer.host === null || smtpServer.from === null) throw new KeycloakFault('no_mailer', call);
  const send = () => client.executeActionsEmail(id, [UPDATE_PASSWORD], lifespanS);
  if (isDisabledByLock(before)) {
    await demandPassword(client, before);
    await send();
  } else {
    await send();
    await demandPassword(client, before);
  }
}

/** Adds what must be done at the next sign-in to what must be done there anyway. */
async function demandPassword(client: KeycloakClient, seen: Seen): Promise<void> {
  const requiredActions = [...new Set([...seen.user.requiredActions, UPDATE_PASSWORD])];
  await client.update(seen.user.id, { requiredActions, ...(isDisabledByLock(seen) && { enabled: true }) });
}

/** By Keycloak itself, for too many failures: who else is disabled stays so. */
const isDisabledByLock = ({ standing: { state } }: Seen): boolean => state.kind === 'permanent' && state.by === 'user';

async function readBack(client: KeycloakClient, id: string, before: Seen): Promise<ActResult> {
  const after = await seeUser(client, id);
  const { kind } = after.standing.state;
  if (kind === 'disabled_by_administrator') return { outcome: kind, before, after };
  return { outcome: kind === 'free' ? 'done' : 'locked_again', before, after };
}
