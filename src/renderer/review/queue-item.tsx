import {
  CircleAlert,
  CircleMinus,
  type LucideIcon,
  MessageSquareReply,
  MessageSquareWarning,
  TriangleAlert,
  UsersRound,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewSummary } from '../../contract/index.ts';
import { useEntryWords } from '../ledger/entry-words.ts';
import { serverNow } from '../lib/clock.ts';
import { Icon } from '../parts/icon.tsx';
import { Tag } from '../parts/tag.tsx';
import { Time, useTimeWords } from '../parts/time.tsx';
import { type Level, levelOf, useRiskWords } from './risk-words.ts';

const LEVEL_ICONS: Record<Level, LucideIcon> = { high: TriangleAlert, mid: CircleAlert, low: CircleMinus };

interface QueueItemProps {
  item: ReviewSummary;
  selected: boolean;
  /** The item that Tab comes to. */
  stop: boolean;
  onSelect: () => void;
  onOpen: () => void;
}

/** One act in the queue: how risky, whose, and why. */
export function QueueItem({ item, selected, stop, onSelect, onOpen }: QueueItemProps) {
  const { t } = useTranslation(['review', 'ledger']);
  const words = useEntryWords();
  const risks = useRiskWords();
  const { entry, risk, reasons, state, escalated, instead_of } = item;
  const level = levelOf(risk);
  const button = useRef<HTMLButtonElement>(null);
  // The selection stays in view; where the list has the focus, the focus follows it.
  useEffect(() => {
    if (!selected) return;
    button.current?.scrollIntoView({ block: 'nearest' });
    if (button.current?.closest('ol')?.contains(document.activeElement)) button.current.focus({ preventScroll: true });
  }, [selected]);
  return (
    <li>
      <button
        ref={button}
        type="button"
        className="queue__item"
        aria-current={selected || undefined}
        tabIndex={stop ? 0 : -1}
        onClick={() => {
          onSelect();
          onOpen();
        }}
      >
        <span className={`risk risk--${level}`}>
          <b>{risk}</b>
          <span>
            <Icon of={LEVEL_ICONS[level]} />
            {t(`review:level.${level}`)}
          </span>
        </span>
        <strong className="cut">
          {t('review:item.title', {
            action: t(`ledger:action.${entry.action}`),
            name: entry.account?.name ?? t('review:item.nobody'),
          })}
        </strong>
        <span className="queue__when">
          <Time at={entry.recorded_at} />
        </span>
        <span className="queue__by">
          {entry.actor.office
            ? t('review:queue.by', { name: words.actor(entry), office: entry.actor.office.name })
            : words.actor(entry)}{' '}
          <Due at={item.due_at} />
        </span>
        <span className="queue__why">
          {state === 'disputed' && (
            <Tag tone="info" icon={MessageSquareWarning}>
              {t('review:state.disputed')}
            </Tag>
          )}
          {state === 'answered' && (
            <Tag tone="accent" icon={MessageSquareReply}>
              {t('review:state.answered')}
            </Tag>
          )}
          {escalated > 0 && (
            <Tag tone="attack" icon={TriangleAlert}>
              {t('review:queue.escalated')}
            </Tag>
          )}
          {instead_of && (
            <Tag tone="info" icon={UsersRound}>
              {t('review:substitute.tag', instead_of)}
            </Tag>
          )}
          {reasons.map((reason) => (
            <Tag key={reason.risk} tone={risks.tone(reason)} icon={risks.icon(reason)}>
              {risks.tag(reason)}
            </Tag>
          ))}
        </span>
      </button>
    </li>
  );
}

function Due({ at }: { at: string }) {
  const { t } = useTranslation('review');
  const time = useTimeWords(at);
  const over = Date.parse(at) < serverNow();
  return <span className={over ? 'queue__over' : ''}>{over ? t('queue.overdue') : t('queue.due', { time })}</span>;
}
