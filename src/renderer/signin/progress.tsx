import { AppWindow, CircleCheck, CircleDashed, CircleDot, ExternalLink } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../contract/index.ts';
import { momentOf } from '../lib/days.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useRemaining } from '../parts/time.tsx';

type SigningIn = Extract<SessionState, { state: 'signing_in' }>;

const STEPS = ['opening_browser', 'waiting_for_browser', 'reading_staff'] as const;

/** How far signing in has come while the browser has the word. */
export function Progress({ session }: { session: SigningIn }) {
  const { t } = useTranslation('console');
  const { expected, step, started_at, ends_at } = session;
  const at = STEPS.indexOf(step);
  const { openBrowserAgain, cancelSignIn, copyAddress } = window.lockdesk.session;
  const [copied, setCopied] = useState(false);
  const primary = useRef<HTMLButtonElement>(null);
  useEffect(() => primary.current?.focus(), []);
  const copy = async () => {
    await copyAddress();
    setCopied(true);
  };
  return (
    <>
      <div className="done">
        <span className="done__mark done__mark--wait">
          <Icon of={AppWindow} />
        </span>
        <div>
          <h2 id="wait-title">{t('signin.in_browser')}</h2>
          <p>
            {expected === null ? t('signin.in_browser_anyone') : t('signin.in_browser_for', { name: expected.name })}
          </p>
        </div>
      </div>
      <ol className="steps" aria-label={t('signin.progress')}>
        <Step state={at === 0 ? 'now' : 'done'} more={t('signin.step.opened_text')} end={momentOf(started_at).second}>
          {t(at === 0 ? 'signin.step.opening' : 'signin.step.opened')}
        </Step>
        <Step state={at === 1 ? 'now' : at > 1 ? 'done' : 'next'} more={at === 1 && <Left endsAt={ends_at} />}>
          {t('signin.step.waiting')}
        </Step>
        <Step state={at === 2 ? 'now' : 'next'}>{t('signin.step.reading')}</Step>
        <Step state="next">{t('signin.step.desk')}</Step>
      </ol>
      <p className="start__do">
        <Button
          kind="primary"
          size="large"
          icon={ExternalLink}
          shownKey="Enter"
          ref={primary}
          onPress={() => void openBrowserAgain()}
        >
          {t('signin.to_browser')}
        </Button>
        <Button size="large" shortcut="Escape" onPress={() => void cancelSignIn()}>
          {t('signin.cancel')}
        </Button>
        <button type="button" className="link" onClick={() => void copy()}>
          {t('signin.no_browser')}
        </button>
        <span role="status">{copied ? t('signin.address_copied') : ''}</span>
      </p>
    </>
  );
}

const ICONS = { done: CircleCheck, now: CircleDot, next: CircleDashed };

interface StepProps {
  state: 'done' | 'now' | 'next';
  children: ReactNode;
  more?: ReactNode;
  end?: ReactNode;
}

function Step({ state, children, more, end }: StepProps) {
  const { t } = useTranslation('console');
  return (
    <li className={`is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <Icon of={ICONS[state]} />
      <span>
        {state === 'now' ? <b>{children}</b> : children}
        {more && <small>{more}</small>}
      </span>
      {state === 'now' ? <span className="track__now">{t('signin.step.waiting_now')}</span> : end && <time>{end}</time>}
    </li>
  );
}

function Left({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation('console');
  const left = useRemaining(endsAt, 'machine') ?? t('time.left.seconds', { count: 0 });
  return t('signin.step.waiting_left', { left });
}
