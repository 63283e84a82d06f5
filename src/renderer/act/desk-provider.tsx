import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { SignedOutReason } from '../../contract/index.ts';
import { useSession } from '../lib/live.tsx';
import { ActDesk, type DeskState, type Done } from './desk.ts';
import type { Act } from './subject.ts';

const Desk = createContext<ActDesk | null>(null);

const perform = (act: Act) =>
  act.operation === 'unlockAccount'
    ? window.lockdesk.operations.unlockAccount(act.input)
    : window.lockdesk.operations.forceReset(act.input);

/** How a session ends that nobody means to come back to. */
const BY_THEMSELF: readonly SignedOutReason[] = ['signed_out', 'hand_over'];

/**
 * Holds the act in hand for one member of the staff. Stands above the screens and stays while its person is away; give it
 * the person as `key`, so that another one finds nothing of theirs.
 */
export function ActDeskProvider({ children }: { children: ReactNode }) {
  const [desk] = useState(() => new ActDesk(perform));
  const session = useSession();
  const left = session.state === 'signed_out' && BY_THEMSELF.includes(session.reason);
  useEffect(() => {
    if (left) desk.leave();
  }, [left, desk]);
  return <Desk value={desk}>{children}</Desk>;
}

export function useActDesk(): ActDesk {
  const desk = use(Desk);
  if (desk === null) throw new Error('no ActDeskProvider above');
  return desk;
}

/** The act in hand; changes with every letter typed into it. */
export const useActInHand = (): DeskState['current'] => useDeskPart(({ current }) => current);

/** The act whose receipt is to be shown. */
export const useDoneAct = (): Done | null => useDeskPart(({ current }) => (current?.is === 'done' ? current : null));

/** Acts whose dialog was closed before their answer came. */
export const useBackgroundActs = (): DeskState['background'] => useDeskPart(({ background }) => background);

/** Who shows one part is not drawn again for the others: behind the dialog there are a list and an account. */
function useDeskPart<T>(part: (state: DeskState) => T): T {
  const desk = useActDesk();
  return useSyncExternalStore(desk.subscribe, () => part(desk.state()));
}
