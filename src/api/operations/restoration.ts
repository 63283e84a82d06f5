import type { Handler } from '../http/handler.ts';
import { confirm, keyOf, propose, restorationState as readState, restorations } from '../ledger/restoration/declare.ts';
import { ledgerTo, rememberLost } from '../ledger/restoration/losses.ts';
import { ApiError } from '../problem.ts';

export const listRestorations: Handler<'listRestorations'> = async ({ services }) => ({
  restorations: await restorations(services),
});

/** What a console keeps is evidence: a ledger that does not come to it waits until somebody has declared why. */
export const reportCheckpoint: Handler<'reportCheckpoint'> = async ({ actor, services }, { checkpoint: note }) => {
  const held = keyOf(services).open(note) ?? services.nextSigningKey?.open(note);
  if (!held) throw new ApiError('checkpoint_invalid', {});
  const ledger = await ledgerTo(services.pool, held);
  if (ledger === 'lost') await rememberLost(services.pool, { ...held, note }, actor.subject);
  return { ledger };
};

export const restorationState: Handler<'restorationState'> = ({ services }) => readState(services);

export const proposeRestoration: Handler<'proposeRestoration'> = (call, { declaration }) => propose(call, declaration);

export const confirmRestoration: Handler<'confirmRestoration'> = (call, { digest }) => confirm(call, digest);
