import {
  Ban,
  KeyRound,
  type LucideIcon,
  NotebookPen,
  RotateCcwKey,
  ShieldCheck,
  Smartphone,
  Timer,
  Trash2,
} from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icon.tsx';
import { useDayWords, useTimeWords } from '../parts/time.tsx';
import { type Advice, adviceFor } from './advice.ts';
import type { Done } from './desk.ts';

const ICONS: Record<Advice, LucideIcon> = {
  new_password: KeyRound,
  saved_password: Trash2,
  think_first: Ban,
  change_password: RotateCcwKey,
  password_manager: NotebookPen,
  keep_secret: ShieldCheck,
  enter_code: Smartphone,
  in_time: Timer,
  unrelated_words: NotebookPen,
  keep_code_secret: ShieldCheck,
};

/** What the citizen should hear before they leave. */
export function AdviceList({ done }: { done: Done }) {
  const { t } = useTranslation('act');
  const title = useId();
  const { verdict } = done.subject.seen;
  const changedOn = useDayWords(verdict.password_changed_at ?? done.result.recorded_at);
  const codeEnds = useTimeWords(done.result.code?.expires_at ?? done.result.recorded_at);
  return (
    <section aria-labelledby={title}>
      <div className="head">
        <h3 id={title}>{t('receipt.tell')}</h3>
      </div>
      <ul className="advice">
        {adviceFor(done.subject).map((one) => (
          <li key={one}>
            <Icon of={ICONS[one]} />
            <p>
              <b>{t(`advice.${one}.title`, { time: codeEnds })}</b>
              {t(`advice.${one}.text`, { day: changedOn })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
