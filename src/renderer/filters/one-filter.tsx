import { Check, Pencil, Trash2 } from 'lucide-react';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';
import { NameForm } from './name-form.tsx';

interface OneFilterProps {
  saved: SavedFilter;
  /** It was deleted and taken back: the button that did so is gone, and the focus comes here. */
  isBack: boolean;
  /** Where the dialog begins, of the first one. */
  choice: RefObject<HTMLButtonElement | null> | undefined;
  onChoose: () => void;
  onRename: (name: string, onDone: () => void) => void;
  onDefault: (is_default: boolean) => void;
  onDelete: () => void;
}

/** One kept filter: chosen by its name; the rest of its row changes it. */
export function OneFilter({ saved, isBack, choice, onChoose, onRename, onDefault, onDelete }: OneFilterProps) {
  const { t } = useTranslation('filters');
  const { name, is_default } = saved;
  const [typed, setTyped] = useState<string | null>(null);
  const own = useRef<HTMLButtonElement>(null);
  const choose = choice ?? own;
  const takesFocus = useRef(isBack);
  const renaming = typed !== null;
  const focus = useEffectEvent(() => {
    if (takesFocus.current) choose.current?.focus();
    takesFocus.current = renaming;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: at first, and where a field comes or goes
  useEffect(() => focus(), [renaming]);

  if (renaming) {
    const done = () => setTyped(null);
    return (
      <li>
        <NameForm
          label={t('rename_to', { name })}
          labelHidden
          name={typed}
          button={{ words: t('rename_done'), icon: Check }}
          onName={setTyped}
          onSubmit={(next) => (next === name ? done() : onRename(next, done))}
          onCancel={done}
        />
      </li>
    );
  }
  return (
    <li>
      <Button ref={choose} kind="quiet" className="saved__name" onPress={onChoose}>
        {name}
      </Button>
      <label className="saved__default">
        <input
          className="checkbox"
          type="checkbox"
          checked={is_default}
          aria-label={t('default_of', { name })}
          onChange={(event) => onDefault(event.target.checked)}
        />
        {t('default')}
      </label>
      <Button size="small" kind="quiet" icon={Pencil} onPress={() => setTyped(name)}>
        {t('rename')}
        <span className="sr-only"> {name}</span>
      </Button>
      <Button size="small" kind="quiet" icon={Trash2} onPress={onDelete}>
        {t('delete')}
        <span className="sr-only"> {name}</span>
      </Button>
    </li>
  );
}
