import { Navigate } from '@tanstack/react-router';
import { LogOut, UserLock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDoneAct } from '../act/desk-provider.tsx';
import { LedgerProof } from '../ledger/ledger-proof.tsx';
import { useHasRole } from '../lib/staff.tsx';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { accountOf, type DeskState } from './desk.ts';
import { useDeskState } from './desk-provider.tsx';
import { DetailPane } from './detail/detail-pane.tsx';
import { ListPane } from './list/list-pane.tsx';
import { HitsPane } from './search/hits-pane.tsx';

/** The clerk's screen: whom to serve on the left, everything about them on the right. */
export function DeskScreen() {
  const { t } = useTranslation('console');
  const allowed = useHasRole('clerk', 'supervisor');
  const { shown } = useDeskState();
  // On a narrow screen one pane shows at a time, from its top.
  const shows = useDoneAct() !== null || isTurnedTo(shown) ? 'detail' : 'list';
  const page = useRef<HTMLElement>(null);
  const showed = useRef(shows);
  useEffect(() => {
    if (showed.current !== shows) page.current?.scrollIntoView({ block: 'nearest' });
    showed.current = shows;
  }, [shows]);
  return (
    <main ref={page} className="sheet sheet--desk" data-shows={shows}>
      <h1 className="sr-only">{t('list.title')}</h1>
      {allowed ? <Desk /> : <NoDesk />}
    </main>
  );
}

function Desk() {
  const { hits, shown } = useDeskState();
  const selectedAccount = selectedIn(shown);
  return (
    <>
      {hits ? (
        <HitsPane hits={hits} selectedAccount={selectedAccount} />
      ) : (
        <ListPane selectedAccount={selectedAccount} />
      )}
      <DetailPane shown={shown} />
    </>
  );
}

const isTurnedTo = (shown: DeskState['shown']): boolean =>
  shown.is !== 'nothing' && (shown.is !== 'preview' || shown.turned);

function selectedIn(shown: DeskState['shown']): string | null {
  switch (shown.is) {
    case 'preview':
    case 'opening':
    case 'open_failed':
      return accountOf(shown.target.preview);
    case 'open':
      return shown.opened.account_id;
    default:
      return null;
  }
}

function NoDesk() {
  const { t } = useTranslation('console');
  // The day of an auditor begins at the ledger.
  if (useHasRole('auditor')) return <Navigate to="/ledger" replace />;
  return (
    <Blank
      icon={UserLock}
      title={t('shell.no_screen.title')}
      action={
        <Button icon={LogOut} onPress={() => void window.lockdesk.session.signOut()}>
          {t('shell.sign_out')}
        </Button>
      }
      // What an administrator may see of the ledger.
      hint={<LedgerProof />}
    >
      {t('shell.no_screen.text')}
    </Blank>
  );
}
