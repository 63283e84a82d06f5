import { FolderOpen, Info } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lock } from '../../../contract/index.ts';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { useTimeWords } from '../../parts/time.tsx';
import type { Preview, Target } from '../desk.ts';
import { useDesk } from '../desk-provider.tsx';
import { CauseTag } from '../list/columns.tsx';
import { HowItStands } from './how-it-stands.tsx';
import { placeName } from './place-name.ts';
import { StateTag } from './state-tag.tsx';

interface PreviewViewProps {
  target: Target;
  /** The clerk has turned to it: on a narrow screen it stands in the list's place. */
  turned: boolean;
}

/** What a row says of somebody, before their account is opened. */
export function PreviewView({ target, turned }: PreviewViewProps) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const open = useRef<HTMLButtonElement>(null);
  // Enter is the row's key. Where the row is out of sight, the focus and its key come along.
  useEffect(() => {
    if (turned && !hasVisibleFocus()) open.current?.focus();
  }, [turned]);
  const { name, document, division, lock, account, phone } = factsOf(target.preview);
  return (
    <>
      <header className="person">
        <div className="person__line">
          <h2>{name}</h2>
          <StateTag account={account} lock={lock} />
          <HowItStands account={account} lock={lock} lastFailureAt={null} />
        </div>
        <dl className="facts">
          <div>
            <dt>{t('document.resident_id')}</dt>
            <dd>{document}</dd>
          </div>
          {phone !== null && (
            <div>
              <dt>{t('detail.phone')}</dt>
              <dd>{phone}</dd>
            </div>
          )}
          <div>
            <dt className="sr-only">{t('detail.place')}</dt>
            <dd>{placeName(division)}</dd>
          </div>
        </dl>
      </header>
      <div className="pane__scroll">
        <div className="pane__body">
          <Banner tone="idle" icon={Info} title={lock ? <LockedWhen lock={lock} /> : t('detail.preview.say')}>
            {lock && (
              <p>
                <CauseTag cause={lock.cause} />
              </p>
            )}
            <p>{t('detail.preview.text')}</p>
          </Banner>
        </div>
      </div>
      <footer className="actbar">
        <p className="actbar__say">
          <strong>{t('detail.preview.say')}</strong>
          <small>{t('detail.preview.say_text')}</small>
        </p>
        <div className="actbar__do">
          <Button
            kind="primary"
            size="large"
            icon={FolderOpen}
            shownKey="Enter"
            onPress={() => void desk.open(target)}
            ref={open}
          >
            {t('detail.preview.open')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function hasVisibleFocus(): boolean {
  const focused = document.activeElement;
  return focused !== null && focused !== document.body && focused.checkVisibility();
}

function LockedWhen({ lock }: { lock: Lock }) {
  const { t } = useTranslation('console');
  const from = useTimeWords(lock.started_at);
  return t('detail.preview.locked', { from, count: lock.failures });
}

function factsOf(preview: Preview) {
  if (preview.from === 'list') {
    const { name, document, division, lock } = preview.row;
    const current = lock.ended === null ? lock : null;
    return { name, document, division, lock: current, phone: null, account: { disabled: null, reset_pending: null } };
  }
  const { account, lock } = preview.hit;
  return { ...account, document: account.document.masked, lock, account };
}
