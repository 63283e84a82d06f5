import { FileDown, Printer } from 'lucide-react';
import { useId } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { SlipAdvice } from '../act/advice.ts';
import { Button, type ButtonProps } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { LanguageRadio } from '../parts/language-radio.tsx';
import { Late } from '../parts/late.tsx';
import { Slip } from './slip.tsx';
import type { SlipInHand } from './use-slip.ts';

interface SlipPartProps {
  slip: SlipInHand;
  advice: readonly SlipAdvice[];
  /** There is no button for printing elsewhere. */
  prints?: boolean;
}

/** The slip as it will be printed, and what became of printing it. */
export function SlipPart({ slip, advice, prints = false }: SlipPartProps) {
  const { t } = useTranslation('slip');
  const title = useId();
  const { entry, language, setLanguage } = slip;
  return (
    <section className="slip-part" aria-labelledby={title}>
      <div className="head">
        <h3 id={title}>{t('preview')}</h3>
        <span className="head__note">{t('paper')}</span>
      </div>
      <div className="slip-part__do">
        <LanguageRadio legend={t('language')} value={language} onChoose={setLanguage} />
        {prints && <PrintSlip slip={slip} />}
        <SaveSlip slip={slip} />
      </div>
      <Told slip={slip} />
      {entry === null ? (
        <NotYet slip={slip} />
      ) : (
        <>
          <Slip entry={entry} advice={advice} language={language} />
          {createPortal(
            <div className="slip-sheet">
              <Slip entry={entry} advice={advice} language={language} />
            </div>,
            document.body,
          )}
        </>
      )}
    </section>
  );
}

interface PrintSlipProps extends Pick<ButtonProps, 'size'> {
  slip: SlipInHand;
}

export function PrintSlip({ slip, size }: PrintSlipProps) {
  const { t } = useTranslation('slip');
  return (
    <Button icon={Printer} shortcut="P" size={size} ignoresDouble unavailable={isBusy(slip)} onPress={slip.print}>
      {t('print')}
    </Button>
  );
}

function SaveSlip({ slip }: { slip: SlipInHand }) {
  const { t } = useTranslation('slip');
  return (
    <Button icon={FileDown} kind="quiet" size="small" ignoresDouble unavailable={isBusy(slip)} onPress={slip.save}>
      {t('save')}
    </Button>
  );
}

const isBusy = ({ entry, told }: SlipInHand): boolean => entry === null || told.is === 'busy';

function Told({ slip: { told } }: { slip: SlipInHand }) {
  const { t } = useTranslation('slip');
  return (
    <p className="slip-part__told" role="status">
      {told.is === 'busy' && t(`busy.${told.with}`)}
      {told.is === 'printed' && t(`printed.${told.outcome}`)}
      {told.is === 'saved' && t(`saved.${told.outcome}`)}
    </p>
  );
}

function NotYet({ slip: { error, numbering, retry } }: { slip: SlipInHand }) {
  const { t } = useTranslation('slip');
  const failureWords = useFailureWords();
  if (error !== null) {
    return (
      <div className="since__failed">
        <p>
          <b>{t('unread')}</b> {failureWords(error.failure)}
        </p>
        <Button size="small" onPress={retry}>
          {t('retry')}
        </Button>
      </div>
    );
  }
  return (
    <Late>
      <p className="quiet" role="status">
        {numbering ? t('numbering') : t('loading')}
      </p>
    </Late>
  );
}
