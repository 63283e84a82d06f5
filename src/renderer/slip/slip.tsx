import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryDetail, type Language, VERIFICATION_METHODS } from '../../contract/index.ts';
import type { SlipAction, SlipAdvice } from '../act/advice.ts';
import { momentOf } from '../lib/days.ts';
import { useSettings } from '../lib/live.tsx';
import { Barcode } from './barcode.tsx';

/** Of an entry whose act was done and that has its number. */
export interface SlipEntry extends EntryDetail {
  action: SlipAction;
  index: number;
}

interface SlipProps {
  entry: SlipEntry;
  advice: readonly SlipAdvice[];
  language: Language;
}

/** What the citizen takes along: the act as the ledger holds it, in the language that they read. */
export function Slip({ entry, advice, language }: SlipProps) {
  const t = useSlipWords(language);
  const title = useId();
  const { action, index, actor, account, verification } = entry;
  const at = momentOf(entry.recorded_at);
  const method = VERIFICATION_METHODS.find((known) => known === verification?.method);
  const short = `LD${index}`;
  return (
    <article className="slip" lang={language} aria-labelledby={title}>
      {actor.office && <p className="slip__office">{actor.office.name}</p>}
      <h4 id={title}>{t(`title.${action}`)}</h4>
      <hr />
      <dl>
        <Line name={t('act')}>{t(`act_of.${action}`)}</Line>
        <Line name={t('citizen')}>{account?.name}</Line>
        <Line name={t('document')}>{account?.document}</Line>
        <Line name={t('time')}>
          {at.date} {at.second}
        </Line>
        <Window entry={entry} language={language} />
        <Line name={t('clerk')}>
          {actor.name !== null && actor.staff_number !== null
            ? t('clerk_number', { name: actor.name, number: actor.staff_number })
            : (actor.name ?? actor.staff_number)}
        </Line>
        <Line name={t('verification')}>{method && t(`verification_of.${method}`)}</Line>
        <Line name={t('entry')}>{t('entry_number', { number: index })}</Line>
      </dl>
      <hr />
      <ol>
        {advice.map((one) => (
          <li key={one}>{t(`advice.${one}`)}</li>
        ))}
      </ol>
      <hr />
      <Barcode text={short} label={t('barcode', { text: short })} />
      <p className="slip__no">{short}</p>
    </article>
  );
}

/** Where the act was done, as the citizen knows it: the workstation's window, where the entry is of this one. */
function Window({ entry, language }: Pick<SlipProps, 'entry' | 'language'>) {
  const t = useSlipWords(language);
  const { workstation_id, window_name } = useSettings();
  const { ticket, channel, actor } = entry;
  const window = channel === 'counter' && actor.workstation === workstation_id ? window_name : '';
  if (window === '') return <Line name={t('ticket')}>{ticket}</Line>;
  return <Line name={t('window')}>{ticket === null ? window : t('window_with_ticket', { window, ticket })}</Line>;
}

/** Left out where there is nothing to say. */
function Line({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function useSlipWords(language: Language) {
  const { i18n } = useTranslation('slip');
  return i18n.getFixedT(language, 'slip');
}
