import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleX, UsersRound } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  daysOf,
  type OperationOutput,
  SUBSTITUTE_DAYS_MAX,
  type SubstituteCandidate,
  SubstituteInput,
} from '../../contract/index.ts';
import { serverNow } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { call, type OperationFailed, useConsoleQuery } from '../lib/operations.ts';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { readQueueAnew } from './read-queue-anew.ts';

/** Names who reviews while one is away. */
export function SubstituteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('review');
  const failureWords = useFailureWords();
  const { data, error } = useConsoleQuery('listSubstituteCandidates', {}, { gcTime: 0 });
  return (
    <Dialog narrow icon={UsersRound} title={t('substitute.title')} closeLabel={t('substitute.close')} onClose={onClose}>
      <div className="disputes">
        <p>{t('substitute.explain')}</p>
        {error && <p role="alert">{failureWords(error.failure)}</p>}
        {data?.items.length === 0 && <p role="status">{t('substitute.nobody')}</p>}
        {data && data.items.length > 0 && <Fields candidates={data.items} onNamed={onClose} />}
      </div>
    </Dialog>
  );
}

function Fields({ candidates, onNamed }: { candidates: readonly SubstituteCandidate[]; onNamed: () => void }) {
  const { t } = useTranslation('review');
  const failureWords = useFailureWords();
  const queryClient = useQueryClient();
  const id = useId();
  const [today] = useState(() => momentOf(serverNow()).date);
  const [substitute, setSubstitute] = useState(candidates[0]?.subject ?? '');
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState('');
  const input = { substitute, from: from.trim(), until: until.trim() };
  const days = daysOf(input);
  const valid =
    SubstituteInput.safeParse(input).success && input.from >= today && days >= 1 && days <= SUBSTITUTE_DAYS_MAX;
  const wrong = input.until !== '' && !valid;
  const send = useMutation<OperationOutput<'nameSubstitute'>, OperationFailed>({
    mutationFn: () => call('nameSubstitute', input),
    onSuccess: () => {
      readQueueAnew(queryClient);
      onNamed();
    },
  });
  const day = (name: 'from' | 'until', value: string, onChange: (value: string) => void) => (
    <p className="field">
      <label htmlFor={`${id}-${name}`}>{t(`substitute.${name}`)}</label>
      <input
        id={`${id}-${name}`}
        className="input"
        value={value}
        placeholder={today}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={`${id}-days`}
        onChange={(event) => onChange(event.target.value)}
      />
    </p>
  );
  return (
    <>
      <div className="substitute__fields">
        <p className="field">
          <label htmlFor={`${id}-person`}>{t('substitute.person')}</label>
          <select
            id={`${id}-person`}
            className="input"
            value={substitute}
            onChange={(event) => setSubstitute(event.target.value)}
          >
            {candidates.map(({ subject, name, office }) => (
              <option key={subject} value={subject}>
                {office ? t('queue.by', { name, office: office.name }) : name}
              </option>
            ))}
          </select>
        </p>
        {day('from', from, setFrom)}
        {day('until', until, setUntil)}
      </div>
      <p className="field">
        <span id={`${id}-days`} role="status" className={wrong ? 'hint--wrong' : 'hint'}>
          {t('substitute.days', { count: SUBSTITUTE_DAYS_MAX })}
        </span>
      </p>
      {send.error && (
        <Banner tone="danger" icon={CircleX} title={t('substitute.failed')} role="alert">
          <p>{failureWords(send.error.failure)}</p>
        </Banner>
      )}
      <p className="disputes__do">
        <Button
          kind="primary"
          icon={UsersRound}
          shortcut="Ctrl+Enter"
          unavailable={!valid || send.isPending}
          aria-describedby={`${id}-days`}
          onPress={() => send.mutate()}
        >
          {t('substitute.send')}
        </Button>
      </p>
    </>
  );
}
