import { BookmarkPlus } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveFilterInput, StoredFilter } from '../../contract/index.ts';
import { NameForm } from './name-form.tsx';
import type { StoredField } from './stored.ts';

type Named = Pick<SaveFilterInput, 'filter_id' | 'name'>;

interface NewFilterProps {
  current: StoredFilter;
  leavesOut: boolean;
  onSave: (named: Named, onSaved: () => void) => void;
  field: RefObject<HTMLInputElement | null>;
}

/** A name and its id are coined together: asked again after an answer that was lost, it is the same filter. */
const named = (name: string): Named => ({ filter_id: crypto.randomUUID(), name });

/** Gives the filter in force a name, and says what is kept of it. */
export function NewFilter({ current, leavesOut, onSave, field }: NewFilterProps) {
  const { t } = useTranslation('filters');
  const [draft, setDraft] = useState(() => named(''));
  const [saved, setSaved] = useState<string | null>(null);
  const fields = (Object.keys(current) as StoredField[]).map((field) => t(`field.${field}`)).join(t('join'));
  return (
    <NameForm
      field={field}
      label={t('name')}
      name={draft.name}
      button={{ words: t('save'), icon: BookmarkPlus, primary: true }}
      hint={
        saved !== null && draft.name === '' ? (
          t('saved', { name: saved })
        ) : (
          <>
            {t('keeps', { fields })} {leavesOut && t('leaves_out')}
          </>
        )
      }
      onName={(name) => setDraft(named(name))}
      onSubmit={(name) =>
        onSave({ ...draft, name }, () => {
          setSaved(name);
          setDraft(named(''));
        })
      }
    />
  );
}
