import { ChevronLeft, Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Done } from '../../act/desk.ts';
import { useActDesk, useDoneAct } from '../../act/desk-provider.tsx';
import { Receipt } from '../../act/receipt.tsx';
import { Blank } from '../../parts/blank.tsx';
import { Button } from '../../parts/button.tsx';
import { FailureState } from '../../parts/failure.tsx';
import { Kbd } from '../../parts/kbd.tsx';
import { Late } from '../../parts/late.tsx';
import { Pane } from '../../parts/pane.tsx';
import { accountOf, type Shown } from '../desk.ts';
import { useDesk, useDeskState, useNextCitizen } from '../desk-provider.tsx';
import { Nobody } from '../search/nobody.tsx';
import { AccountView } from './account-view.tsx';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { PreviewView } from './preview-view.tsx';

/** The right side: nobody yet, what a row says, one account whole, or why there is none. */
export function DetailPane({ shown }: { shown: Shown }) {
  const { t } = useTranslation('console');
  const done = useReceipt(shown);
  const next = useNextCitizen();
  return (
    <Pane id="detail" label={t('detail.region')} className="pane--detail">
      {shown.is !== 'nothing' && <BackToList />}
      {done === null ? <Content shown={shown} /> : <Receipt key={done.result.entry_id} done={done} onNext={next} />}
    </Pane>
  );
}

/** The receipt to show. It goes when the clerk turns to somebody else. */
function useReceipt(shown: Shown): Done | null {
  const acts = useActDesk();
  const done = useDoneAct();
  const shownBefore = useRef(shown);
  useEffect(() => {
    if (shownBefore.current === shown) return;
    shownBefore.current = shown;
    if (acts.state().current?.is === 'done') acts.close();
  }, [shown, acts]);
  return done;
}

function Content({ shown }: { shown: Shown }) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  switch (shown.is) {
    case 'nothing':
      return (
        <Blank icon={Search} title={t('detail.nothing')} hint={<Kbd>Ctrl+K</Kbd>}>
          {t('detail.nothing_text')}
        </Blank>
      );
    case 'preview':
      return <PreviewView key={accountOf(shown.target.preview)} target={shown.target} turned={shown.turned} />;
    case 'opening':
      return (
        <Late key={accountOf(shown.target.preview)}>
          <DetailSkeleton label={t('detail.opening')} />
        </Late>
      );
    case 'open_failed':
      return (
        <FailureState
          failure={shown.failure}
          title={t('detail.open_failed')}
          onRetry={() => void desk.open(shown.target)}
          takesFocus={shown.takesFocus}
        >
          {t('detail.open_failed_text')}
        </FailureState>
      );
    case 'open':
      return <AccountView key={shown.opened.opening_id} opened={shown.opened} takesFocus={shown.takesFocus} />;
    case 'nobody':
      return <Nobody key={shown.result.search_id} result={shown.result} reading={shown.reading} />;
    case 'search_failed':
      return (
        <FailureState
          failure={shown.failure}
          title={t('search.failed')}
          onRetry={() => void desk.search(shown.asked.text, shown.asked.reading)}
        >
          {t('search.failed_text')}
        </FailureState>
      );
  }
}

/** On a narrow screen one pane shows at a time: the way back to the other. */
function BackToList() {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const { hits } = useDeskState();
  return (
    <Button kind="quiet" icon={ChevronLeft} className="back" onPress={() => desk.showNothing()}>
      {hits ? t('search.back', { count: hits.result.hits.length }) : t('list.title')}
    </Button>
  );
}
