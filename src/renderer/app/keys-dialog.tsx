import { Keyboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Kbd } from '../parts/kbd.tsx';

const GROUPS = [
  {
    name: 'anywhere',
    keys: [
      { keys: ['Ctrl+K'], does: 'search' },
      { keys: ['F6'], does: 'panes' },
      { keys: ['Ctrl+Shift+L'], does: 'hand_over' },
      { keys: ['?'], does: 'all' },
      { keys: ['Escape'], does: 'back' },
    ],
  },
  {
    name: 'list',
    keys: [
      { keys: ['↑', '↓'], does: 'move' },
      { keys: ['Home', 'End'], does: 'ends' },
      { keys: ['Enter'], does: 'open' },
      { keys: ['N'], does: 'fresh' },
      { keys: ['F'], does: 'filter' },
      { keys: ['J', 'K'], does: 'entries' },
    ],
  },
  {
    name: 'account',
    keys: [
      { keys: ['U'], does: 'unlock' },
      { keys: ['R'], does: 'reset' },
      { keys: ['P'], does: 'print' },
    ],
  },
  {
    name: 'review',
    keys: [
      { keys: ['A'], does: 'sign_off' },
      { keys: ['D'], does: 'dispute' },
      { keys: ['L'], does: 'alike' },
      { keys: ['Z'], does: 'undo' },
    ],
  },
  {
    name: 'dialog',
    keys: [
      { keys: ['1–9'], does: 'reason' },
      { keys: ['Ctrl+Enter'], does: 'confirm' },
      { keys: ['Enter'], does: 'next' },
    ],
  },
] as const;

/** All keys at one glance. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console');
  const { letter_keys } = useSettings();
  return (
    <Dialog icon={Keyboard} title={t('keys.title')} closeLabel={t('keys.close')} onClose={onClose}>
      <div className="keys">
        {GROUPS.map(({ name, keys }) => (
          <section key={name} aria-labelledby={`keys-${name}`}>
            <h3 id={`keys-${name}`}>{t(`keys.group.${name}`)}</h3>
            <dl className="keys__list">
              {keys.map(({ keys: some, does }) => (
                <div key={does}>
                  <dt>{t(`keys.${does}`)}</dt>
                  <dd>
                    {some.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="quiet keys__note">{t(letter_keys ? 'keys.letters_on' : 'keys.letters_off')}</p>
      </div>
    </Dialog>
  );
}
