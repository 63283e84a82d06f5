import { useEffect, useLayoutEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from '../lib/i18n.ts';
import { type LiveFacts, LiveFactsProvider, useSession } from '../lib/live.tsx';
import { SignInScreen } from '../signin/sign-in-screen.tsx';
import { useAppearance } from './use-appearance.ts';

/** The whole page: what main tells, the languages, and who is signed in. */
export function App({ facts }: { facts: LiveFacts }) {
  const [i18n] = useState(() => createI18n(facts.settings.get().language));
  return (
    <LiveFactsProvider facts={facts}>
      <I18nextProvider i18n={i18n}>
        <Person />
      </I18nextProvider>
    </LiveFactsProvider>
  );
}

/**
 * Keeps what belongs to one person: the router's place, the account they had open, the act they had in hand. When their
 * session runs out only the sign-in screen is on the page; if they come back they find it all, and anyone else finds
 * nothing of it.
 */
function Person() {
  useAppearance();
  const session = useSession();
  const present = session.state === 'signed_in' ? session.staff.subject : null;
  const [owner, setOwner] = useState(present);
  if (present !== null && present !== owner) setOwner(present);
  const later = useLater(present !== null);
  // A page that was loaded again may have kept the place of somebody who has gone.
  useLayoutEffect(() => {
    if (owner === null) history.replaceState(null, '', '#/');
  }, [owner]);
  if (owner === null || later === null) {
    return session.state === 'signed_in' ? null : <SignInScreen session={session} />;
  }
  return <later.PersonsPage key={owner} />;
}

type Later = typeof import('./persons-page.tsx');

/**
 * Loads the page beyond the sign-in screen: as soon as that is painted, while the person is at the provider's. It comes
 * as one, so that no act ever waits for a part of it, or finds it gone.
 */
function useLater(atOnce: boolean): Later | null {
  const [later, setLater] = useState<Later | null>(null);
  useEffect(() => {
    const load = () => void import('./persons-page.tsx').then(setLater);
    if (atOnce) {
      load();
      return;
    }
    const idle = requestIdleCallback(load, { timeout: 1000 });
    return () => cancelIdleCallback(idle);
  }, [atOnce]);
  return later;
}
