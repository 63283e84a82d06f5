import { ApiError } from '../problem.ts';
import type { StaffActor } from './actor.ts';

/** What changes much at once asks for a sign-in of just now: a console that was left open, or a stolen token, is none. */
const FRESH_S = 300;

/** @throws ApiError `sign_in_again` (RFC 9470) where the person's last sign-in is too long ago, or the token tells none */
export function checkSignedInAfresh({ signedInAt }: StaffActor): void {
  const age = signedInAt === null ? Number.POSITIVE_INFINITY : Date.now() - signedInAt.getTime();
  if (age > FRESH_S * 1000) throw new ApiError('sign_in_again', { max_age_s: FRESH_S });
}
