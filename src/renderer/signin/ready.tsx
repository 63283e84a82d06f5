import { AppWindow, CircleX, Clock, LogIn } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormerStaff, SessionState } from '../../contract/index.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';

interface ReadyProps {
  session: Extract<SessionState, { state: 'signed_out' }>;
  /** Who was here last. */
  former: FormerStaff | null;
}

/** Nobody is signed in: why, what went wrong at the last try, and the way in. */
export function Ready({ session: { reason, failure }, former }: ReadyProps) {
  const { t } = useTranslation('console');
  const ranOut = reason === 'idle' || reason === 'time_limit' || reason === 'refused';
  const who = ranOut ? former : null;
  const primary = useRef<HTMLButtonElement>(null);
  useEffect(() => primary.current?.focus(), []);
  const signIn = () => void window.lockdesk.session.signIn(who && { subject: who.subject });
  return (
    <>
      <div className="done">
        <span className="done__mark done__mark--wait">
          <Icon of={AppWindow} />
        </span>
        <div>
          <h2 id="wait-title">
            {reason === 'started' ? t(former ? 'signin.ready' : 'signin.first') : t(`signin.reason.${reason}`)}
          </h2>
          <p>{ranOut && former ? t('signin.reason_back', { name: former.name }) : t('signin.ready_text')}</p>
        </div>
      </div>
      {failure !== null && (
        <Banner
          tone={failure === 'cancelled' || failure === 'timeout' ? 'idle' : 'danger'}
          icon={failure === 'timeout' ? Clock : CircleX}
          title={t(`signin.failure.${failure}`)}
          role="alert"
        >
          <p>{t(`signin.failure_text.${failure}`)}</p>
        </Banner>
      )}
      {(who || former === null) && (
        <p className="start__do">
          <Button kind="primary" size="large" icon={LogIn} onPress={signIn} ref={primary}>
            {t(who ? 'signin.again' : 'signin.begin')}
          </Button>
        </p>
      )}
    </>
  );
}
