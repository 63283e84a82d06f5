import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { I18nProvider as AriaLocaleProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import { ActDeskProvider } from '../act/desk-provider.tsx';
import { DeskProvider } from '../clerk/desk-provider.tsx';
import { createI18n } from '../lib/i18n.ts';
import { type LiveFacts, LiveFactsProvider, useSession, useSettings } from '../lib/live.tsx';
import { createQueryClient } from '../lib/operations.ts';
import { StaffProvider } from '../lib/staff.tsx';
import { SignInScreen } from '../signin/sign-in-screen.tsx';
import { type ConsoleRouter, createConsoleRouter } from './router.tsx';
import { useAppearance } from './use-appearance.ts';

/** The whole page: what main tells, the languages, and who is signed in. */
export function App({ facts }: { facts: LiveFacts }) {
  const [i18n] = useState(() => createI18n(facts.settings.get().language));
  return (
    <LiveFactsProvider facts={facts}>
      <I18nextProvider i18n={i18n}>
        <Localised />
      </I18nextProvider>
    </LiveFactsProvider>
  );
}

function Localised() {
  const { language } = useSettings();
  useAppearance();
  return (
    <AriaLocaleProvider locale={language}>
      <Person />
    </AriaLocaleProvider>
  );
}

/**
 * Keeps what belongs to one person: the router's place, the account they had open, the act they had in hand. When their
 * session runs out only the sign-in screen is on the page; if they come back they find it all, and anyone else finds
 * nothing of it.
 */
function Person() {
  const session = useSession();
  const present = session.state === 'signed_in' ? session.staff.subject : null;
  const [owner, setOwner] = useState(present);
  if (present !== null && present !== owner) setOwner(present);
  return <PersonsPage key={owner ?? 'nobody'} />;
}

/** While somebody is away the address names no place; coming back they are where they were. */
function usePlace({ history }: ConsoleRouter, signedIn: boolean): void {
  const place = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!signedIn) {
      history.replace('/');
      return;
    }
    if (place.current !== null) history.replace(place.current);
    return () => {
      place.current = history.location.href;
    };
  }, [history, signedIn]);
}

function PersonsPage() {
  const session = useSession();
  const [router] = useState(createConsoleRouter);
  const [queryClient] = useState(createQueryClient);
  const signedIn = session.state === 'signed_in';
  usePlace(router, signedIn);
  // Whatever was read is personal: none of it stays in memory behind the sign-in screen.
  useEffect(() => {
    if (!signedIn) queryClient.clear();
  }, [signedIn, queryClient]);
  return (
    <QueryClientProvider client={queryClient}>
      <DeskProvider>
        <ActDeskProvider>
          {session.state === 'signed_in' ? (
            <StaffProvider staff={session.staff}>
              <RouterProvider router={router} />
            </StaffProvider>
          ) : (
            <SignInScreen session={session} />
          )}
        </ActDeskProvider>
      </DeskProvider>
    </QueryClientProvider>
  );
}
