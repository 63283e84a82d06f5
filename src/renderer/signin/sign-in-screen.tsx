import { Info } from 'lucide-react';
import { lazy, startTransition, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormerStaff, SessionState } from '../../contract/index.ts';
import { Brand } from '../app/brand.tsx';
import { Icon } from '../parts/icon.tsx';
import { LanguageChoice } from '../settings/language-choice.tsx';
import { People } from './people.tsx';
import { Progress } from './progress.tsx';
import { Ready } from './ready.tsx';
import { Shift } from './shift.tsx';
import { Today } from './today.tsx';
import { WorkstationFacts } from './workstation-facts.tsx';

/** Not needed for the first picture, and opened as a transition, so that the screen stays until it is there. */
const SettingsDialog = lazy(async () => ({
  default: (await import('../settings/settings-dialog.tsx')).SettingsDialog,
}));

interface SignInScreenProps {
  session: Exclude<SessionState, { state: 'signed_in' }>;
}

/** The start of the day and of each shift: who was here, how far signing in has come, what the shift before has left. */
export function SignInScreen({ session }: SignInScreenProps) {
  const { t } = useTranslation('console');
  const [settingsShown, setSettingsShown] = useState(false);
  const staff = useFormerStaff(session);
  const handOver = session.state === 'signed_out' ? session.hand_over : null;
  return (
    <div className="start">
      <header className="start__bar">
        <Brand office={null} />
        <LanguageChoice />
      </header>
      <main className="start__sheet">
        <section className="start__who" aria-labelledby="who-title">
          <Today />
          <h1 id="who-title">{t('signin.who')}</h1>
          <People staff={staff} session={session} />
          <WorkstationFacts onChange={() => startTransition(() => setSettingsShown(true))} />
        </section>
        <section className="start__wait" aria-labelledby="wait-title">
          {session.state === 'signing_in' ? (
            <Progress session={session} />
          ) : (
            <Ready session={session} former={staff[0] ?? null} />
          )}
          <Shift handOver={handOver} />
        </section>
      </main>
      <footer className="start__foot">
        <ShellNote />
        <p className="start__ver">{t('signin.version', { version: window.lockdesk.app.version })}</p>
      </footer>
      {settingsShown && <SettingsDialog onClose={() => setSettingsShown(false)} />}
    </div>
  );
}

/** Read again whenever somebody has come or gone. */
function useFormerStaff({ state }: SignInScreenProps['session']): FormerStaff[] {
  const [staff, setStaff] = useState<FormerStaff[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who was here changes with the session
  useEffect(() => {
    void window.lockdesk.session.formerStaff().then(setStaff);
  }, [state]);
  return staff;
}

/** What the shell at hand does not protect. */
function ShellNote() {
  const { t } = useTranslation('console');
  const shell = window.lockdeskChromiumShell;
  if (shell === undefined) return <p />;
  return (
    <p>
      <Icon of={Info} />
      <span>{t('signin.shell_chromium', { product: shell.product })}</span>
    </p>
  );
}
