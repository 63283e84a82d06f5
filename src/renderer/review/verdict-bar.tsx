import { Check, CheckCheck, Flag, Gavel } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NOTE_MAX, type ReviewDetail, type ReviewSummary } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';
import { isTooLong, LongText } from '../parts/long-text.tsx';
import type { Held, Step } from './held-step.ts';

interface VerdictBarProps {
  item: ReviewDetail;
  /** Items of the list that may be signed off together with it, itself included. */
  alike: readonly ReviewSummary[];
  onStep: (what: Omit<Held, 'sentAt'>) => void;
}

/** What the supervisor says of the act. */
export function VerdictBar({ item, alike, onStep }: VerdictBarProps) {
  const { t } = useTranslation('review');
  const { state, own, entry } = item;
  if (own) return <Say>{t('verdict.own')}</Say>;
  if (state === 'waiting' || state === 'answered') return <Verdict item={item} alike={alike} onStep={onStep} />;
  if (state === 'watched') return <Say>{t('verdict.watched')}</Say>;
  return <Say>{state === 'disputed' ? t('verdict.waits', { name: entry.actor.name }) : t('verdict.closed')}</Say>;
}

function Say({ children }: { children: string }) {
  return (
    <footer className="actbar">
      <p className="actbar__say">{children}</p>
    </footer>
  );
}

function Verdict({ item, alike, onStep }: VerdictBarProps) {
  const { t } = useTranslation('review');
  const field = useRef<HTMLTextAreaElement>(null);
  const [comment, setComment] = useState('');
  const [lookedFor, setLookedFor] = useState(false);
  const { entry, account, state } = item;
  const entry_id = entry.id;
  const text = comment.trim();
  const tooLong = isTooLong(text);
  const wrong = tooLong
    ? t('verdict.comment_long', { max: NOTE_MAX })
    : lookedFor && text === ''
      ? t('verdict.comment_missing')
      : undefined;
  const take = (step: Step, entryIds: readonly string[] = [entry_id]) => {
    if (tooLong) field.current?.focus();
    else onStep({ step, entryIds, name: account.name });
  };
  /** A step that says why, or the field in which to say it. */
  const withComment = (step: (comment: string) => Step) => {
    if (text !== '') return take(step(text));
    setLookedFor(true);
    field.current?.focus();
  };
  const dispute = () => withComment((said) => ({ operation: 'disputeAct', input: { entry_id, comment: said } }));
  const close = (upheld: boolean) =>
    withComment((said) => ({ operation: 'closeDispute', input: { entry_id, upheld, comment: said } }));
  const signOff = (entry_ids: string[]) =>
    take({ operation: 'signOff', input: { entry_ids, ...(text !== '' && { comment: text }) } }, entry_ids);
  const waiting = state === 'waiting';
  return (
    <footer className="verdict">
      <LongText
        label={t('verdict.comment')}
        hint={t(waiting ? 'verdict.comment_hint' : 'verdict.close_hint')}
        value={comment}
        wrong={wrong}
        onChange={setComment}
        {...(waiting && { onConfirm: dispute })}
        field={field}
      />
      <div className="verdict__do">
        {waiting && alike.length > 1 && (
          <Button icon={CheckCheck} shortcut="L" onPress={() => signOff(alike.map((row) => row.entry.id))}>
            {t('verdict.alike', { count: alike.length })}
          </Button>
        )}
        {waiting ? (
          <>
            <Button size="large" icon={Check} shortcut="A" ignoresDouble onPress={() => signOff([entry_id])}>
              {t('verdict.sign_off')}
            </Button>
            <Button size="large" kind="primary" icon={Flag} shortcut="D" ignoresDouble onPress={dispute}>
              {t('verdict.dispute')}
            </Button>
          </>
        ) : (
          <>
            <Button size="large" icon={Check} shortcut="A" ignoresDouble onPress={() => close(false)}>
              {t('verdict.dismiss')}
            </Button>
            <Button size="large" kind="primary" icon={Gavel} shortcut="D" ignoresDouble onPress={() => close(true)}>
              {t('verdict.uphold')}
            </Button>
          </>
        )}
      </div>
    </footer>
  );
}
