import { FileBadge, IdCard, type LucideIcon, PhoneCall } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { type Reading, VERIFICATION_METHODS } from '../../contract/index.ts';
import { Icon } from '../parts/icon.tsx';
import type { Method } from './subject.ts';

const ICONS: Record<Method, LucideIcon> = { id_card: IdCard, other_document: FileBadge, call_back: PhoneCall };

interface MethodFieldProps {
  /** Those that there are to choose from. */
  methods?: readonly Method[];
  method: Method | null;
  reading: Reading;
  /** Masked; null where there is nobody to call back. */
  phone: string | null;
  locked: boolean;
  onPick: (method: Method) => void;
  /** The radio that takes the focus. */
  field: Ref<HTMLInputElement>;
  /** Its place among the dialog's questions, where there are several. */
  step?: number;
}

/** How the citizen was verified. */
export function MethodField({
  methods = VERIFICATION_METHODS,
  method,
  reading,
  phone,
  locked,
  onPick,
  field,
  step,
}: MethodFieldProps) {
  const { t } = useTranslation('act');
  const more: Record<Method, string> = {
    id_card: reading === 'scanned' ? t('method.id_card_scanned') : t('method.id_card_typed'),
    other_document: t('method.other_document_note'),
    call_back: phone ?? t('method.call_back_none'),
  };
  return (
    <fieldset>
      <legend className="legend">
        {step !== undefined && (
          <span className="step" aria-hidden="true">
            {step}
          </span>
        )}
        {t('method.legend')}
        <span className="hint">{t('method.hint')}</span>
      </legend>
      <div className={methods.length === 2 ? 'grid-2' : 'grid-3'}>
        {methods.map((one) => {
          const impossible = one === 'call_back' && phone === null;
          return (
            <label key={one} className={impossible ? 'option option--off' : 'option'}>
              <input
                ref={(method ?? methods[0]) === one ? field : undefined}
                className="radio"
                type="radio"
                name="method"
                checked={method === one}
                disabled={locked || impossible}
                onChange={() => onPick(one)}
              />
              <Icon of={ICONS[one]} />
              <span className="option__text">
                {t(`method.${one}`)}
                <small>{more[one]}</small>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
