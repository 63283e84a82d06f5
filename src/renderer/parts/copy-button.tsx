import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon.tsx';

const TOLD_MS = 2000;

/** Copies a text that is not personal: a request's number, an entry's id. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('console');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <button
      type="button"
      className="btn btn--plain btn--icon btn--small"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon of={copied ? Check : Copy} />
      <span className="sr-only" role="status">
        {copied ? t('copied') : ''}
      </span>
    </button>
  );
}
