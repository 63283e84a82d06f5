import {
  Check,
  IdCard,
  Languages,
  type LucideIcon,
  ScrollText,
  Search,
  SearchX,
  Smartphone,
  TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Reading, SearchResult } from '../../../contract/index.ts';
import { useSettings } from '../../lib/live.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Mark } from '../../parts/mark.tsx';
import { useDesk } from '../desk-provider.tsx';
import { useScopeName } from '../list/place-pick.tsx';

type None = NonNullable<SearchResult['verdict']>;

interface NobodyProps {
  result: SearchResult;
  reading: Reading;
}

/** Nobody found: the verdict in words, and what to check next. */
export function Nobody({ result, reading }: NobodyProps) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const scopeName = useScopeName();
  const { reader_present } = useSettings();
  const verdict = result.verdict ?? 'nobody_in_scope';
  const place = result.everywhere ? t('search.none.fact.everywhere') : scopeName;
  const sentence =
    verdict === 'no_account_for_document' && result.check_digit === 'none'
      ? 'no_account_for_document_unchecked'
      : verdict;
  const again = () => desk.askForSearch();
  return (
    <>
      <header className="person">
        <div className="person__line">
          <h2 id="detail-title">{t(`search.none.title.${verdict}`)}</h2>
        </div>
        <dl className="facts">
          <div>
            <dt>{t('search.none.fact.typed')}</dt>
            <dd>{result.shown_as}</dd>
          </div>
          {result.check_digit !== 'none' && (
            <div>
              <dt>{t('search.none.fact.check')}</dt>
              <dd>
                {result.check_digit === 'right' ? (
                  <Mark tone="ok" icon={Check}>
                    {t('search.none.fact.right')}
                  </Mark>
                ) : (
                  <Mark tone="warn" icon={TriangleAlert}>
                    {t('search.none.fact.wrong')}
                  </Mark>
                )}
              </dd>
            </div>
          )}
          {verdict !== 'wrong_check_digit' && (
            <div>
              <dt>{t('search.none.fact.scope')}</dt>
              <dd>{place}</dd>
            </div>
          )}
          <div>
            <dt>{t('search.none.fact.reading')}</dt>
            <dd>{t(`search.read_by.${reading}`)}</dd>
          </div>
        </dl>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls by it */}
      <section className="pane__scroll" tabIndex={0} aria-labelledby="detail-title">
        <div className="pane__body">
          <Banner tone="info" icon={SearchX} title={t(`search.none.verdict.${sentence}`, { place })} role="status">
            <p>{t(`search.none.text.${verdict}`, { place })}</p>
          </Banner>
          <section aria-labelledby="checks-title">
            <div className="head">
              <h3 id="checks-title">{t('search.none.steps')}</h3>
            </div>
            <ol className="checks">
              {STEPS[verdict].map((step) => (
                <Step key={step} step={step} reader={reader_present} onDo={again} />
              ))}
            </ol>
          </section>
          <p className="trace">
            <Icon of={ScrollText} />
            <span>{t('search.none.recorded')}</span>
          </p>
        </div>
      </section>
      <footer className="actbar">
        <p className="actbar__say">
          <strong>{t('search.none.advice')}</strong>
          <small>{t('search.none.advice_text')}</small>
        </p>
        <div className="actbar__do">
          <Button kind="primary" size="large" icon={Search} shownKey="Ctrl+K" onPress={again}>
            {t('search.none.again')}
          </Button>
        </div>
      </footer>
    </>
  );
}

type StepName = 'same' | 'other_document' | 'phone' | 'unregistered' | 'whole_document' | 'spelling';

const STEPS: Record<None, readonly StepName[]> = {
  no_account_for_document: ['same', 'other_document', 'phone', 'unregistered'],
  wrong_check_digit: ['same', 'other_document'],
  nobody_in_scope: ['whole_document', 'spelling', 'unregistered'],
  phone_belongs_to_another: ['other_document', 'unregistered'],
};

const LOOKS: Record<Exclude<StepName, 'unregistered'>, LucideIcon> = {
  same: IdCard,
  other_document: IdCard,
  phone: Smartphone,
  whole_document: IdCard,
  spelling: Languages,
};

/** One thing to check. What is done about it begins in the search field, which every button selects. */
function Step({ step, reader, onDo }: { step: StepName; reader: boolean; onDo: () => void }) {
  const { t } = useTranslation('console');
  const text = step === 'same' && !reader ? 'same_text_no_reader' : (`${step}_text` as const);
  return (
    <li>
      <p>
        <b>{t(`search.none.${step}`)}</b>
        {t(`search.none.${text}`)}
      </p>
      {step !== 'unregistered' && (
        <Button icon={LOOKS[step]} onPress={onDo}>
          {t(`search.none.${step}_do`)}
        </Button>
      )}
    </li>
  );
}
