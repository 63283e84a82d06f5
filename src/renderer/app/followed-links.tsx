import { useNavigate } from '@tanstack/react-router';
import { Unlink, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { IconButton } from '../parts/icon-button.tsx';

/**
 * Goes where a link leads that somebody followed outside the console, once a person is signed in: to the entry, in the
 * ledger or among the clerk's own acts. Says so where it is no link of ours.
 */
export function FollowedLinks() {
  const { t } = useTranslation('console');
  const [wrong, setWrong] = useState(false);
  const ledger = useHasRole('supervisor', 'auditor');
  const navigate = useNavigate();
  const follow = useEffectEvent(async () => {
    const link = await window.lockdesk.app.takeLink();
    if (link === null) return;
    setWrong(link.entry_id === null);
    if (link.entry_id === null) return;
    await navigate({ to: ledger ? '/ledger' : '/mine', search: { period: 'month', entry: link.entry_id } });
  });
  useEffect(() => {
    void follow();
    return window.lockdesk.app.onLink(() => void follow());
  }, []);
  if (!wrong) return null;
  return (
    <div className="notice">
      <Banner tone="warn" icon={Unlink} title={t('shell.link_wrong')} role="status" />
      <IconButton icon={X} label={t('shell.dismiss')} size="small" onPress={() => setWrong(false)} />
    </div>
  );
}
