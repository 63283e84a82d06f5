import './no-eval.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { I18nProvider as AriaLocaleProvider } from 'react-aria-components';
import { ActDeskProvider } from '../act/desk-provider.tsx';
import { DeskProvider } from '../clerk/desk-provider.tsx';
import { ExportsProvider } from '../exports/exports-provider.tsx';
import { useSession, useSettings } from '../lib/live.tsx';
import { createQueryClient } from '../lib/operations.ts';
import { StaffProvider } from '../lib/staff.tsx';
import { SignInScreen } from '../signin/sign-in-screen.tsx';
import { type ConsoleRouter, createConsoleRouter } from './router.tsx';

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

/** The page of one person, also while they are away: all that the sign-in screen alone does not need. */
export function PersonsPage() {
  const session = useSession();
  const { language } = useSettings();
  const [router] = useState(createConsoleRouter);
  const [queryClient] = useState(createQueryClient);
  const signedIn = session.state === 'signed_in';
  usePlace(router, signedIn);
  // Whatever was read is personal: none of it stays in memory behind the sign-in screen.
  useEffect(() => {
    if (!signedIn) queryClient.clear();
  }, [signedIn, queryClient]);
  return (
    <AriaLocaleProvider locale={language}>
      <QueryClientProvider client={queryClient}>
        <DeskProvider>
          <ActDeskProvider>
            <ExportsProvider>
              {session.state === 'signed_in' ? (
                <StaffProvider staff={session.staff}>
                  <RouterProvider router={router} />
                </StaffProvider>
              ) : (
                <SignInScreen session={session} />
              )}
            </ExportsProvider>
          </ActDeskProvider>
        </DeskProvider>
      </QueryClientProvider>
    </AriaLocaleProvider>
  );
}
