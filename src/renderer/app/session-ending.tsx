import { PencilLine, Timer } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../contract/index.ts';
import { useClock } from '../lib/clock.ts';
import { useSession } from '../lib/live.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { useRemaining } from '../parts/time.tsx';

type Ending = NonNullable<Extract<SessionState, { state: 'signed_in' }>['ending']>;

/** Two minutes before the session ends: says why, what becomes of what was typed, and how to stay. */
export function SessionEnding() {
  const session = useSession();
  const ending = session.state === 'signed_in' ? session.ending : null;
  const [seen, setSeen] = useState<string | null>(null);
  // The longest time can't be put off: whoever has read it goes on working until then.
  if (ending === null || seen === ending.at) return null;
  return <EndingDialog key={ending.at} ending={ending} onSeen={() => setSeen(ending.at)} />;
}

function EndingDialog({ ending: { cause, at, idle_since }, onSeen }: { ending: Ending; onSeen: () => void }) {
  const { t } = useTranslation('console');
  const left = useRemaining(at, 'machine') ?? t('time.left.seconds', { count: 0 });
  const minutes = useClock(() => Math.floor((Date.now() - Date.parse(idle_since)) / 60_000));
  const stay = useRef<HTMLButtonElement>(null);
  const { session } = window.lockdesk;
  const goOn = () => {
    if (cause === 'idle') void session.stay();
    else onSeen();
  };
  return (
    <Dialog
      narrow
      icon={Timer}
      title={t(`ending.${cause}`, { left })}
      closeLabel={t('ending.stay')}
      onClose={goOn}
      initialFocus={stay}
      foot={
        <>
          <p />
          <Button onPress={() => void session.signOut()}>{t('ending.leave')}</Button>
          <Button kind="primary" ref={stay} onPress={goOn}>
            {t(cause === 'idle' ? 'ending.stay' : 'ending.later')}
          </Button>
        </>
      }
    >
      <div className="dialog__main">
        <p>{cause === 'idle' ? t('ending.idle_text', { minutes }) : t('ending.time_limit_text')}</p>
        <p className="mark">
          <Icon of={PencilLine} />
          {t('ending.kept')}
        </p>
      </div>
    </Dialog>
  );
}
