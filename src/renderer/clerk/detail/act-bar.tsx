import { ArrowRight, LockOpen, RotateCcwKey, Search } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { useActDesk } from '../../act/desk-provider.tsx';
import type { ActOperation } from '../../act/subject.ts';
import { useConnectionState, useLedgerRefused, usePendingActs, useSettings } from '../../lib/live.tsx';
import { useHasRole } from '../../lib/staff.tsx';
import { Button } from '../../parts/button.tsx';
import { useDeskState, useNextCitizen } from '../desk-provider.tsx';
import { type Advice, adviceFor } from './advice.ts';

interface ActBarProps {
  detail: AccountDetail;
  /** The number came from a reader. */
  scanned: boolean;
}

/**
 * What is advised, beside its button. Where no act is advised, going on is what is filled. Whoever may never act is shown no
 * button for it.
 */
export function ActBar({ detail, scanned }: ActBarProps) {
  const desk = useActDesk();
  const next = useNextCitizen();
  const { t } = useTranslation('console');
  const { channel } = useSettings();
  const say = useId();
  // Beside hits the key is theirs: it writes the search another way.
  const { hits } = useDeskState();
  const block = useBlock(detail);
  const advice = adviceFor(detail);
  // While an act is on its way, or may not be begun, nothing is filled but what a clerk may go on to.
  const filled = block === null ? detail.advice : null;
  const looksOnly = block === 'clerk_only';
  const goesOn = detail.advice === 'none' && !looksOnly;
  const act = (operation: ActOperation) => () => desk.open({ operation, seen: detail, scanned }, channel);
  const common = { size: 'large', unavailable: block !== null, 'aria-describedby': say } as const;
  return (
    <footer className="actbar">
      <p className="actbar__say" id={say}>
        <Say words={block ?? advice} />
      </p>
      <div className="actbar__do">
        {detail.account.disabled === null && !looksOnly && (
          <>
            <Button
              {...common}
              icon={RotateCcwKey}
              shortcut="R"
              kind={filled === 'reset' ? 'primary' : 'outlined'}
              onPress={act('forceReset')}
            >
              {t('detail.reset')}
            </Button>
            {detail.lock !== null && (
              <Button
                {...common}
                icon={LockOpen}
                shortcut="U"
                kind={filled === 'unlock' ? 'primary' : 'outlined'}
                onPress={act('unlockAccount')}
              >
                {t('detail.unlock')}
              </Button>
            )}
          </>
        )}
        {goesOn && (
          <Button
            kind="primary"
            size="large"
            icon={ArrowRight}
            {...(hits === null && { shortcut: 'Ctrl+K' })}
            onPress={next}
          >
            {t('detail.next')}
          </Button>
        )}
        {looksOnly && (
          <Button size="large" icon={Search} {...(hits === null && { shortcut: 'Ctrl+K' })} onPress={next}>
            {t('detail.another')}
          </Button>
        )}
      </div>
    </footer>
  );
}

function Say({ words }: { words: Advice }) {
  const { t } = useTranslation('console');
  return (
    <>
      <strong>{t(`detail.advice.${words}`)}</strong>
      <small>{t(`detail.advice.${words}_text`)}</small>
    </>
  );
}

/** What keeps this person from acting on the account now. */
function useBlock({ account }: AccountDetail): 'clerk_only' | 'ledger' | 'disconnected' | 'pending' | null {
  const clerk = useHasRole('clerk');
  const ledgerRefused = useLedgerRefused();
  const state = useConnectionState();
  const pending = usePendingActs();
  if (!clerk) return 'clerk_only';
  if (ledgerRefused) return 'ledger';
  if (state === 'disconnected') return 'disconnected';
  return pending.some(({ account_id }) => account_id === account.id) ? 'pending' : null;
}
