/** What Keycloak's events tell of sign-ins. */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { AttemptReport } from '../../../contract/index.ts';
import type { Services } from '../../services.ts';
import { type ReportedAttempt, readAttempts } from '../attempt-rows.ts';
import type { KeycloakEvent } from './shapes.ts';

const NAME_MAX = 128;
const CLIENT_MAX = 64;

/** Errors of a sign-in that are about the person, not about the page or the client. */
const ERRORS: Readonly<Record<string, AttemptReport['outcome']>> = {
  invalid_user_credentials: 'wrong_password',
  user_not_found: 'unknown_name',
  user_temporarily_disabled: 'refused_locked',
  user_disabled: 'refused_disabled',
};

/**
 * The attempts among events, by the directory as their source. An event without an id of its own is known again by what it
 * says: two that say the same at the same millisecond are told apart by their order, so a page must not end between them.
 */
export function signInsIn(
  directory: string,
  events: readonly KeycloakEvent[],
  services: Pick<Services, 'keys' | 'placeOf'>,
): ReportedAttempt[] {
  const met = new Map<string, number>();
  const rows = events.flatMap((event) => {
    const outcome = outcomeOf(event);
    if (outcome === null) return [];
    const said = JSON.stringify([event.time, event.type, event.userId, event.ipAddress, event.clientId, event.error]);
    const before = met.get(said) ?? 0;
    met.set(said, before + 1);
    return [
      {
        attempt_id: event.id ?? createHash('sha256').update(`${before} ${said}`).digest('base64url'),
        source: directory,
        occurred_at: event.time.toISOString(),
        external_id: event.userId,
        sign_in_name: (event.details.username || event.userId || '-').slice(0, NAME_MAX),
        outcome,
        ip: event.ipAddress !== null && isIP(event.ipAddress) > 0 ? event.ipAddress : null,
        client: event.clientId !== null && /^[\x20-\x7e]+$/.test(event.clientId) ? clipped(event.clientId) : null,
      } satisfies AttemptReportInput,
    ];
  });
  return readAttempts(rows, services).attempts;
}

type AttemptReportInput = Partial<Record<keyof AttemptReport, unknown>>;

const clipped = (client: string): string => client.trim().slice(0, CLIENT_MAX);

/** Null where nothing about a password is told. */
function outcomeOf({ type, error, userId }: KeycloakEvent): AttemptReport['outcome'] | null {
  if (type === 'LOGIN') return 'success';
  if (type === 'UPDATE_PASSWORD') return 'password_changed';
  const outcome = type === 'LOGIN_ERROR' ? (ERRORS[error ?? ''] ?? null) : null;
  return outcome === 'wrong_password' && userId === null ? 'unknown_name' : outcome;
}
