import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRoundX, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationOutput, Substitution } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';
import { useStaff } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { readQueueAnew } from './read-queue-anew.ts';
import { SubstituteDialog } from './substitute-dialog.tsx';

/** Leads to naming somebody who reviews while one is away. */
export function NameSubstitute() {
  const { t } = useTranslation('review');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="plain" size="small" icon={UsersRound} onPress={() => setOpen(true)}>
        {t('substitute.open')}
      </Button>
      {open && <SubstituteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Who stands in for whom, on either side, until it is over. */
export function Substitutions({ substitutions }: { substitutions: readonly Substitution[] }) {
  if (substitutions.length === 0) return null;
  return (
    <div className="substitutes">
      {substitutions.map((one) => (
        <OneSubstitution key={one.entry_id} substitution={one} />
      ))}
    </div>
  );
}

function OneSubstitution({ substitution }: { substitution: Substitution }) {
  const { t } = useTranslation('review');
  const { subject } = useStaff();
  const failureWords = useFailureWords();
  const queryClient = useQueryClient();
  const { entry_id, absent, substitute, from, until, begun } = substitution;
  const away = absent.subject === subject;
  const end = useMutation<OperationOutput<'endSubstitute'>, OperationFailed>({
    mutationFn: () => call('endSubstitute', { entry_id }),
    // Also where it was refused: it may be over by now.
    onSettled: () => readQueueAnew(queryClient),
  });
  const words = begun ? (away ? 'away' : 'standing_in') : away ? 'away_later' : 'standing_in_later';
  return (
    <Banner
      tone="info"
      icon={away ? UserRoundX : UsersRound}
      title={t(`substitute.${words}`, { name: (away ? substitute : absent).name, from, until })}
      role="status"
    >
      <Button size="small" unavailable={end.isPending} onPress={() => end.mutate()}>
        {t(away ? 'substitute.take_back' : 'substitute.hand_back')}
      </Button>
      {end.error && (
        <p role="alert">
          {t('substitute.failed')} {failureWords(end.error.failure)}
        </p>
      )}
    </Banner>
  );
}
