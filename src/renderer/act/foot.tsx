import { ArrowRight, CircleAlert, RotateCcwKey, RotateCw } from 'lucide-react';
import { type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../lib/shortcuts.tsx';
import { Button } from '../parts/button.tsx';
import { Mark } from '../parts/mark.tsx';
import type { Block } from './blocks.ts';
import type { Open } from './desk.ts';
import { useActDesk } from './desk-provider.tsx';
import { DRAFT_FIELDS, type DraftField, type Lack, type Lacks } from './draft.ts';
import { OPERATION_ICONS } from './icons.ts';
import type { Newer } from './newer.ts';
import type { Stage } from './stage.ts';

interface FootProps {
  stage: Stage;
  open: Open;
  reading: Newer;
  lacks: Lacks;
  block: Block | null;
  /** Sends the act, or goes to what is missing. */
  onConfirm: () => void;
  /** The button that the stage leads to. */
  next: Ref<HTMLButtonElement>;
}

/** What can be done at this stage, and in words why not. One button is filled: what comes next. */
export function Foot(props: FootProps) {
  const { stage, open, reading, next } = props;
  const { t } = useTranslation('act');
  const desk = useActDesk();
  switch (stage) {
    case 'fill':
    case 'sending':
      return <FillFoot {...props} />;
    case 'look':
      return (
        <>
          <p className="quiet">{t('stale.kept')}</p>
          <CancelButton label={t('cancel')} />
          <LookButton reading={reading} next={next} />
        </>
      );
    case 'stuck':
      return <StuckFoot open={open} reading={reading} next={next} />;
    case 'cut_off':
      return (
        <>
          <p className="quiet">{t('cut_off.or_close')}</p>
          <CancelButton label={t('close_only')} />
          <Button
            size="large"
            kind="primary"
            icon={RotateCw}
            shortcut="Ctrl+Enter"
            onPress={() => desk.confirm()}
            ref={next}
          >
            {t('cut_off.ask')}
          </Button>
        </>
      );
  }
}

function CancelButton({ label }: { label: string }) {
  const desk = useActDesk();
  return (
    <Button size="large" shownKey="Escape" onPress={() => desk.close()}>
      {label}
    </Button>
  );
}

/** Confirm keeps its place while the act is on its way: the second click of a double click must meet it again. */
function FillFoot({ stage, open, lacks, block, onConfirm, next }: FootProps) {
  const { t } = useTranslation('act');
  const say = useId();
  const { operation } = open.subject;
  const sending = stage === 'sending';
  useShortcut('Ctrl+Enter', onConfirm, { enabled: !sending });
  const lackWords = useLackWords();
  const missing = DRAFT_FIELDS.flatMap((field) => lackWords(field, lacks[field]));
  const reason = block === null ? missing.join(t('semicolon')) : t(`off.${block}`);
  return (
    <>
      <p id={say} className={sending || reason === '' ? 'quiet' : undefined}>
        {sending && (
          <>
            <b>{t('confirming.off')}</b>
            {t('confirming.off_more')}
          </>
        )}
        {!sending && reason === '' && (
          <>
            {t(`foot.${operation}`)}
            <br />
            {t('foot.once')}
          </>
        )}
        {!sending && reason !== '' && (
          <Mark tone="warn" icon={CircleAlert}>
            {block === null ? `${t('lacks.title')}${reason}` : reason}
          </Mark>
        )}
      </p>
      <CancelButton label={sending ? t('close_only') : t('cancel')} />
      <Button
        size="large"
        kind="primary"
        icon={OPERATION_ICONS[operation]}
        shownKey="Ctrl+Enter"
        unavailable={sending || reason !== ''}
        onUnavailable={onConfirm}
        aria-describedby={say}
        onPress={onConfirm}
        ref={next}
      >
        {t(`confirm.${operation}`)}
      </Button>
    </>
  );
}

/** What has to be done about a field, if anything. */
function useLackWords(): (field: DraftField, lack: Lack | undefined) => string[] {
  const { t } = useTranslation('act');
  return (field, lack) => {
    if (lack === undefined) return [];
    if (field === 'method') return [t('lacks.method')];
    if (lack.is === 'too_long') return [t(`lacks.too_long.${field}`, { max: lack.limit })];
    if (lack.is === 'unprintable') return [t(`lacks.unprintable.${field}`)];
    return field === 'ticket' ? [] : [t(`lacks.${field}`)];
  };
}

/** Takes over the newer version; where it could not be read, reads it again. */
function LookButton({ reading, next }: Pick<FootProps, 'reading' | 'next'>) {
  const { t } = useTranslation('act');
  const desk = useActDesk();
  const { newer, error, readAgain } = reading;
  if (error !== null) {
    return (
      <Button size="large" kind="primary" icon={RotateCw} onPress={readAgain} ref={next}>
        {t('stale.retry')}
      </Button>
    );
  }
  return (
    <Button
      size="large"
      kind="primary"
      icon={ArrowRight}
      ignoresDouble
      unavailable={newer === null}
      onPress={() => newer && desk.renew(newer)}
      ref={next}
    >
      {t('stale.take')}
    </Button>
  );
}

function StuckFoot({ open, reading, next }: Pick<FootProps, 'open' | 'reading' | 'next'>) {
  const { t } = useTranslation('act');
  const desk = useActDesk();
  const { newer } = reading;
  const ended = open.is === 'filling' && open.setback?.kind === 'not_locked';
  return (
    <>
      <p />
      {ended && (
        <Button
          size="large"
          icon={RotateCcwKey}
          unavailable={newer === null}
          onPress={() => newer && desk.renew(newer, 'forceReset')}
        >
          {t('not_locked.to_reset')}
        </Button>
      )}
      <Button size="large" kind="primary" shownKey="Escape" onPress={() => desk.close()} ref={next}>
        {t('close_only')}
      </Button>
    </>
  );
}
