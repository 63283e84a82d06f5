import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, CircleCheck, CircleX, PenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ACCESS_SIGN_MAX, type AccessVerdictInput, type OperationOutput } from '../../contract/index.ts';
import type { OperationFailed } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';

interface SignBarProps {
  signed: readonly AccessVerdictInput[];
  /** People without a mark of whom nothing is said yet. */
  plain: number;
  onKeepPlain: () => void;
  onSign: () => void;
  busy: boolean;
  done: OperationOutput<'signAccess'> | undefined;
  error: OperationFailed | null;
}

/** What signing will do, and what it did. */
export function SignBar({ signed, plain, onKeepPlain, onSign, busy, done, error }: SignBarProps) {
  const { t } = useTranslation('access');
  const question = signed.filter(({ verdict }) => verdict === 'question').length;
  const none = signed.length === 0;
  return (
    <>
      <h2 className="sr-only">{t('verdict')}</h2>
      {done && none && <Signed done={done} />}
      {error && <NotSigned error={error} />}
      <footer className="actbar">
        <p className="actbar__say" id="sign-says">
          {none
            ? t('nothing_said')
            : t('will_sign', { people: signed.length, keep: signed.length - question, question })}
          {!none && (
            <small>
              {t('will_write')} {signed.length === ACCESS_SIGN_MAX && t('too_many', { most: ACCESS_SIGN_MAX })}
            </small>
          )}
        </p>
        <div className="actbar__do">
          {plain > 0 && (
            <Button icon={CheckCheck} onPress={onKeepPlain}>
              {t('keep_plain', { count: plain })}
            </Button>
          )}
          <Button
            kind="primary"
            size="large"
            icon={PenLine}
            shortcut="Ctrl+Enter"
            ignoresDouble
            unavailable={none || busy}
            aria-describedby="sign-says"
            onPress={onSign}
          >
            {none ? t('sign_none') : t('sign', { count: signed.length })}
          </Button>
        </div>
      </footer>
    </>
  );
}

function Signed({ done: { entry_id, count } }: { done: OperationOutput<'signAccess'> }) {
  const { t } = useTranslation('access');
  const reads = useHasRole('supervisor', 'auditor');
  const navigate = useNavigate();
  return (
    <Banner tone="ok" icon={CircleCheck} title={t('signed', { count })} role="status">
      <p>{t('signed_text')}</p>
      {reads && (
        <Button
          size="small"
          onPress={() => void navigate({ to: '/ledger', search: { period: 'month', entry: entry_id } })}
        >
          {t('see_entry')}
        </Button>
      )}
    </Banner>
  );
}

function NotSigned({ error }: { error: OperationFailed }) {
  const { t } = useTranslation('access');
  const failureWords = useFailureWords();
  return (
    <Banner tone="danger" icon={CircleX} title={t('not_signed')} role="alert">
      <p>{failureWords(error.failure)}</p>
    </Banner>
  );
}
