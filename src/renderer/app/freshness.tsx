import { Activity, Hourglass, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { useConnection, useConnectionState } from '../lib/live.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useRemaining } from '../parts/time.tsx';

/** How fresh the screen is. It ticks in silence; only a change of state is said aloud. */
export function Freshness() {
  const { t } = useTranslation('console');
  const state = useConnectionState();
  const said = state === 'live' || state === 'late' || state === 'disconnected' ? t(`fresh.said.${state}`) : '';
  return (
    <>
      {state === 'disconnected' ? <Disconnected /> : <Connected />}
      <span className="sr-only" role="status">
        {said}
      </span>
    </>
  );
}

const ICONS = { connecting: Hourglass, live: Activity, late: Hourglass, disconnected: Unplug };

function Connected() {
  const { t } = useTranslation('console');
  const { state, last_heard_at } = useConnection();
  // Nothing is sent to whoever has no list to keep fresh, as an administrator.
  if (state === 'off') return null;
  return (
    <span className={`live live--${state}`}>
      <Icon of={ICONS[state]} />
      <span>{t(`fresh.${state}`)}</span>
      {(state === 'live' || state === 'late') && last_heard_at !== null && <Ago at={last_heard_at} />}
    </span>
  );
}

function Ago({ at }: { at: string }) {
  const { t } = useTranslation('console');
  // Both times are this machine's own, so that the server's clock plays no part.
  const seconds = useClock(() => Math.max(1, Math.round((Date.now() - Date.parse(at)) / 1000)));
  return (
    <span className="quiet" aria-hidden="true">
      {t('fresh.ago', { time: t('time.left.seconds', { count: seconds }) })}
    </span>
  );
}

function Disconnected() {
  const { t } = useTranslation('console');
  const { last_heard_at, next_try_at } = useConnection();
  return (
    <span className="live live--disconnected">
      <Icon of={Unplug} />
      <b>{t('fresh.disconnected')}</b>
      {last_heard_at !== null && <span>{t('fresh.as_of', { time: momentOf(last_heard_at).second })}</span>}
      {next_try_at !== null && <NextTry at={next_try_at} />}
      <Button size="small" onPress={() => void window.lockdesk.stream.reconnect()}>
        {t('fresh.reconnect')}
      </Button>
    </span>
  );
}

function NextTry({ at }: { at: string }) {
  const { t } = useTranslation('console');
  const left = useRemaining(at, 'machine');
  return (
    <span className="quiet live__next">{left === null ? t('fresh.trying') : t('fresh.next_try', { time: left })}</span>
  );
}
