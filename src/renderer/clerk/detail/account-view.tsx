import { useQueryClient } from '@tanstack/react-query';
import { UserSearch } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { useConsoleQuery } from '../../lib/operations.ts';
import { Blank } from '../../parts/blank.tsx';
import { Button } from '../../parts/button.tsx';
import { FailureState } from '../../parts/failure.tsx';
import { Late } from '../../parts/late.tsx';
import type { Opened } from '../desk.ts';
import { useDesk } from '../desk-provider.tsx';
import { ActBar } from './act-bar.tsx';
import { Acts } from './acts.tsx';
import { Attempts } from './attempts.tsx';
import { ChangedLine } from './changed-line.tsx';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { PersonHead } from './person-head.tsx';
import { Tell } from './tell.tsx';
import { VerdictView } from './verdict-view.tsx';

interface AccountViewProps {
  opened: Opened;
  takesFocus: boolean;
}

/** What was read this long ago is read again when the clerk comes back to it: nobody told them of what happened meanwhile. */
const READ_AGAIN_AFTER_MS = 1_000;

/** One opened account: who, why, evidence, history, what to do. While it is shown, read again only when the clerk asks for it. */
export function AccountView({ opened, takesFocus }: AccountViewProps) {
  const { t } = useTranslation('console');
  const { account_id, opening_id } = opened;
  const { data, error, refetch } = useConsoleQuery(
    'readAccount',
    { account_id, opening_id },
    { staleTime: READ_AGAIN_AFTER_MS },
  );
  if (error?.failure.code === 'opening_required') return <OpenAgain opened={opened} />;
  if (data) return <Whole opened={opened} detail={data} takesFocus={takesFocus} />;
  if (error === null) {
    return (
      <Late>
        <DetailSkeleton label={t('detail.opening')} />
      </Late>
    );
  }
  return (
    <FailureState failure={error.failure} title={t('detail.read_failed')} onRetry={() => void refetch()}>
      {t('detail.read_failed_text')}
    </FailureState>
  );
}

/** The server no longer knows of the opening, and opening anew is an entry: the clerk's to decide. */
function OpenAgain({ opened }: { opened: Opened }) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  return (
    <Blank
      icon={UserSearch}
      title={t('detail.reopen_title')}
      action={<Button onPress={() => void desk.reopen(opened)}>{t('detail.reopen')}</Button>}
    >
      {t('detail.reopen_text')}
    </Blank>
  );
}

function Whole({ opened, detail, takesFocus }: { opened: Opened; detail: AccountDetail; takesFocus: boolean }) {
  const { account_id, opening_id } = opened;
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  // So that U and R work at once: the search field would take the letters.
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const look = () => {
    void queries.invalidateQueries({ queryKey: ['readAccount', { account_id, opening_id }] });
    void queries.invalidateQueries({ queryKey: ['listAttempts'] });
  };
  return (
    <>
      <PersonHead detail={detail} headingRef={heading} />
      <div className="pane__scroll">
        <div className="pane__body">
          <VerdictView detail={detail} />
          <Tell detail={detail} />
          <Attempts accountId={account_id} openingId={opening_id} detail={detail} />
          <Acts detail={detail} scanned={opened.target.scanned} />
        </div>
      </div>
      <ChangedLine detail={detail} onLook={look} />
      <ActBar detail={detail} scanned={opened.target.scanned} />
    </>
  );
}
