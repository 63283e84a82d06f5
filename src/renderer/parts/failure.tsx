import { CircleX, RotateCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../contract/index.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

/** The sentence for what went wrong. */
export function useFailureWords(): (failure: Failure) => string {
  const { t } = useTranslation('errors');
  return (failure) => (failure.code === 'unrecognised' ? t('unrecognised', { title: failure.title }) : t(failure.code));
}

interface FailureStateProps {
  failure: Failure;
  /** What failed, in one sentence. */
  title: string;
  /** Whether anything was written. */
  children?: string;
  onRetry: () => void;
  /** What failed was asked for by a key that does nothing any more. */
  takesFocus?: boolean;
}

/** What failed, whether anything was written, what to do, and the number to report. */
export function FailureState({ failure, title, children, onRetry, takesFocus = false }: FailureStateProps) {
  const { t } = useTranslation('console');
  const words = useFailureWords();
  const answered = failure.request_id !== null;
  const retry = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) retry.current?.focus();
  }, [takesFocus]);
  return (
    <div className="failed">
      <Banner tone="danger" icon={CircleX} title={title} role="alert">
        <p>{words(failure)}</p>
        {children && <p>{children}</p>}
        {answered && <p>{t('failure.elsewhere')}</p>}
      </Banner>
      <p className="failed__do">
        <Button icon={RotateCw} onPress={onRetry} ref={retry}>
          {t('failure.retry')}
        </Button>
        <span className="quiet">{t(answered ? 'failure.report' : 'failure.report_unreachable')}</span>
      </p>
      {failure.request_id !== null && <RequestId id={failure.request_id} />}
    </div>
  );
}

/** The number by which the IT office finds a request in the logs. */
export function RequestId({ id }: { id: string }) {
  const { t } = useTranslation('console');
  return (
    <p className="request-id">
      {t('failure.request_id')} <code>{id}</code>
      <CopyButton text={id} label={t('failure.copy_request_id')} />
    </p>
  );
}
