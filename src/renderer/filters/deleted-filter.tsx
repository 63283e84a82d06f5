import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/button.tsx';

/** Takes the focus: the button that was pressed is gone. */
export function DeletedFilter({ name, onUndo }: { name: string; onUndo: () => void }) {
  const { t } = useTranslation('filters');
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return (
    <p className="saved__deleted" role="status">
      {t('deleted', { name })}{' '}
      <Button ref={undo} size="small" icon={Undo2} onPress={onUndo}>
        {t('undo')}
        <span className="sr-only"> {name}</span>
      </Button>
    </p>
  );
}
