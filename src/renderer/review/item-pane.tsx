import { ArrowLeft, MousePointerClick, TriangleAlert, UsersRound } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewDetail, ReviewSummary } from '../../contract/index.ts';
import { AttemptsTable } from '../clerk/detail/attempts-table.tsx';
import { placeName } from '../clerk/detail/place-name.ts';
import { Changes, Fact, Part, Who } from '../ledger/entry-facts.tsx';
import { useEntryWords } from '../ledger/entry-words.ts';
import { momentOf } from '../lib/days.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { Banner } from '../parts/banner.tsx';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Late } from '../parts/late.tsx';
import { Tag } from '../parts/tag.tsx';
import { Time } from '../parts/time.tsx';
import { ClerkPart } from './clerk-part.tsx';
import type { Held } from './held-step.ts';
import { HistoryPart } from './history-part.tsx';
import { levelOf, useRiskWords } from './risk-words.ts';
import { SincePart } from './since-part.tsx';
import { VerdictBar } from './verdict-bar.tsx';

interface ItemPaneProps {
  id: string | null;
  alike: readonly ReviewSummary[];
  onStep: (what: Omit<Held, 'sentAt'>) => void;
  onBack: () => void;
}

/** One act with everything that tells whether it was right, and what the supervisor says of it. */
export function ItemPane({ id, ...rest }: ItemPaneProps) {
  const { t } = useTranslation('review');
  if (id !== null) return <OneItem key={id} id={id} {...rest} />;
  return (
    <Blank icon={MousePointerClick} title={t('item.pick')}>
      {t('item.pick_hint')}
    </Blank>
  );
}

function OneItem({ id, alike, onStep, onBack }: ItemPaneProps & { id: string }) {
  const { t } = useTranslation('review');
  const { data, error, refetch } = useConsoleQuery('getReview', { entry_id: id }, { gcTime: 0 });
  return (
    <>
      <p className="back">
        <Button kind="quiet" icon={ArrowLeft} onPress={onBack}>
          {t('item.back')}
        </Button>
      </p>
      {data && (
        <>
          <Head item={data} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys too */}
          <section className="pane__scroll" tabIndex={0} aria-label={t('item.content')}>
            <Body item={data} />
          </section>
          <VerdictBar item={data} alike={alike} onStep={onStep} />
        </>
      )}
      {!data && <h2 className="sr-only">{t('item.region')}</h2>}
      {error && !data && (
        <FailureState failure={error.failure} title={t('item.failed')} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Late>
          <p className="older" role="status">
            {t('item.loading')}
          </p>
        </Late>
      )}
    </>
  );
}

const TONES = { high: 'danger', mid: 'warn', low: 'idle' } as const;

function Head({ item }: { item: ReviewDetail }) {
  const { t } = useTranslation(['review', 'ledger', 'console']);
  const { entry, account, risk, state, instead_of } = item;
  const level = levelOf(risk);
  const at = momentOf(entry.recorded_at);
  return (
    <header className="person">
      <div className="person__line">
        <h2>{t('review:item.title', { action: t(`ledger:action.${entry.action}`), name: account.name })}</h2>
        <Tag tone={TONES[level]} icon={TriangleAlert}>
          {t(`review:level_risk.${level}`, { risk })}
        </Tag>
        {instead_of && (
          <Tag tone="info" icon={UsersRound}>
            {t('review:substitute.tag', instead_of)}
          </Tag>
        )}
        {state !== 'waiting' && <span className="quiet">{t(`review:state.${state}`)}</span>}
        {entry.index !== null && <span className="person__end">{t('review:item.ledger', { index: entry.index })}</span>}
      </div>
      <dl className="facts">
        <div>
          <dt>{t(`console:document.${account.document_kind}`)}</dt>
          <dd>{account.document}</dd>
        </div>
        {account.phone && (
          <div>
            <dt>{t('review:item.phone')}</dt>
            <dd>{account.phone}</dd>
          </div>
        )}
        <div>
          <dt className="sr-only">{t('console:detail.place')}</dt>
          <dd>{placeName(account.division)}</dd>
        </div>
        <div>
          <dt>{t('review:item.done_at')}</dt>
          <dd>
            <time dateTime={entry.recorded_at}>
              {at.date} {at.second}
            </time>
          </dd>
        </div>
      </dl>
    </header>
  );
}

function Body({ item }: { item: ReviewDetail }) {
  const { t } = useTranslation(['review', 'ledger', 'console']);
  const { entry, lock, earlier, reasons, risk } = item;
  const words = useEntryWords();
  const tone = TONES[levelOf(risk)];
  return (
    <div className="pane__body">
      {reasons.length > 0 && <Reasons item={item} tone={tone} />}
      <HistoryPart item={item} />
      <div className="split">
        {entry.before && entry.after ? <Changes before={entry.before} after={entry.after} /> : <Looked item={item} />}
        <Part title={t('review:item.how')}>
          <Who entry={entry} />
          <Fact name={t('ledger:detail.reason')}>{words.reason(entry)}</Fact>
          <Fact name={t('ledger:detail.note')}>{entry.note && <span className="said">{entry.note}</span>}</Fact>
        </Part>
        <Part title={t('review:item.lock')} none={!lock && t('review:item.no_lock')}>
          {lock && (
            <>
              <Fact name={t(`console:kind.${lock.kind === 'permanent' ? 'permanent' : 'temporary'}`)}>
                {words.reason({ action: 'lock', reason: lock.cause })}
              </Fact>
              <LockFact lock={lock} />
            </>
          )}
        </Part>
        <SincePart item={item} />
      </div>
      {lock && lock.attempts.length > 0 && <FailuresPart lock={lock} />}
      <ClerkPart item={item} />
      <Part title={t('review:item.earlier')} none={earlier.length === 0 && t('review:item.earlier_none')}>
        {earlier.map((act) => (
          <div key={act.id}>
            <dt>
              <Time at={act.recorded_at} />
            </dt>
            <dd>
              {[t(`ledger:action.${act.action}`), words.actor(act), words.reason(act)]
                .filter((part) => part !== null)
                .join(t('ledger:detail.join'))}
            </dd>
          </div>
        ))}
      </Part>
    </div>
  );
}

function Reasons({ item, tone }: { item: ReviewDetail; tone: 'danger' | 'warn' | 'idle' }) {
  const risks = useRiskWords();
  const [first, ...others] = item.reasons;
  if (!first) return null;
  return (
    <Banner tone={tone} icon={risks.icon(first)} title={risks.sentence(first)}>
      {others.length > 0 && (
        <ul className="proofs">
          {others.map((reason) => (
            <li key={reason.risk}>
              <Icon of={risks.icon(reason)} />
              <span>{risks.sentence(reason)}</span>
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}

/** An opening changes nothing. */
function Looked({ item: { entry } }: { item: ReviewDetail }) {
  const { t } = useTranslation('ledger');
  return (
    <Part title={t('detail.what')}>
      <Fact name={t('detail.recorded')}>
        <Time at={entry.recorded_at} seconds />
      </Fact>
    </Part>
  );
}

/** What was tried before the act: how often, from where, by what. */
function FailuresPart({ lock }: { lock: NonNullable<ReviewDetail['lock']> }) {
  const { t } = useTranslation('review');
  const id = useId();
  const { attempts, failures } = lock;
  return (
    <div>
      <div className="head">
        <h3 id={id}>{t('item.failures')}</h3>
        {attempts.length < failures && (
          <span className="head__note">{t('item.failures_newest', { count: attempts.length })}</span>
        )}
      </div>
      <AttemptsTable attempts={attempts} labelledBy={id} />
    </div>
  );
}

function LockFact({ lock }: { lock: NonNullable<ReviewDetail['lock']> }) {
  const { t } = useTranslation(['review', 'console']);
  const { date, minute } = momentOf(lock.started_at);
  return (
    <Fact name={t('console:list.column.failures')}>
      {t('review:item.lock_failures', { count: lock.failures, time: `${date} ${minute}` })}
    </Fact>
  );
}
