import { Outlet, useNavigate } from '@tanstack/react-router';
import { Keyboard, LifeBuoy, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recovery } from '../../contract/index.ts';
import { ActDialog } from '../act/act-dialog.tsx';
import { ActNotices } from '../act/act-notices.tsx';
import { SearchBox } from '../clerk/search/search-box.tsx';
import { ExportNotice } from '../exports/export-notice.tsx';
import { LedgerAlarm } from '../ledger/ledger-alarm.tsx';
import { useShortcut } from '../lib/shortcuts.tsx';
import { useHasRole, useStaff } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { OwnDisputes } from '../review/own-disputes.tsx';
import { Brand } from './brand.tsx';
import { FollowedLinks } from './followed-links.tsx';
import { Freshness } from './freshness.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Rail } from './rail.tsx';
import { SessionEnding } from './session-ending.tsx';
import { useNextPane } from './use-next-pane.ts';
import { useServerClock } from './use-server-clock.ts';
import { UserMenu } from './user-menu.tsx';

/** What stays while screens change: top bar, rail, the warning before a session ends. */
export function Shell() {
  const { t } = useTranslation('console');
  const { office } = useStaff();
  const searches = useHasRole('clerk', 'supervisor');
  const [keysShown, setKeysShown] = useState(false);
  const navigate = useNavigate();
  useServerClock();
  useNextPane();
  useShortcut('?', () => setKeysShown(true));
  const command = useEffectEvent((name: 'find' | 'settings' | 'keys') => {
    if (name === 'keys') setKeysShown(true);
    else if (name === 'settings') void navigate({ to: '/settings' });
    else document.getElementById('search')?.focus();
  });
  useEffect(() => window.lockdesk.app.onCommand((name) => command(name)), []);

  return (
    <>
      {searches && (
        <button type="button" className="skip btn" onClick={() => document.getElementById('detail')?.focus()}>
          {t('shell.skip_to_detail')}
        </button>
      )}
      <div className="app">
        <header className="topbar">
          <Brand office={office?.name ?? null} />
          {searches ? <SearchBox /> : <span />}
          <div className="topbar__end">
            <Freshness />
            <IconButton icon={Keyboard} label={t('shell.keys')} onPress={() => setKeysShown(true)} />
            <UserMenu />
          </div>
        </header>
        <LedgerAlarm />
        <Rail />
        <Outlet />
      </div>
      <div className="notices">
        <Recovered />
        <FollowedLinks />
        <ActNotices />
        <OwnDisputes />
        <ExportNotice />
      </div>
      <ActDialog />
      <SessionEnding />
      {keysShown && <KeysDialog onClose={() => setKeysShown(false)} />}
    </>
  );
}

/** Says once that the page was loaded again by itself, and what that means for what was under way. */
function Recovered() {
  const { t } = useTranslation('console');
  const [recovery, setRecovery] = useState<Recovery | null>(null);
  useEffect(() => {
    void window.lockdesk.app.recovery().then(setRecovery);
  }, []);
  if (recovery === null) return null;
  return (
    <div className="notice">
      <Banner tone="info" icon={LifeBuoy} title={t(`shell.recovered.${recovery}`)} role="status" />
      <IconButton icon={X} label={t('shell.dismiss')} size="small" onPress={() => setRecovery(null)} />
    </div>
  );
}
