import { ChevronLeft, IdCard, Languages, Smartphone } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../contract/index.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Kbd } from '../../parts/kbd.tsx';
import { Pane } from '../../parts/pane.tsx';
import { type Hits, targetOf } from '../desk.ts';
import { useDesk } from '../desk-provider.tsx';
import { useScopeName } from '../list/place-pick.tsx';
import { isPlain, rowFor } from '../list/row-keys.ts';
import { HitRow } from './hit-row.tsx';

interface HitsPaneProps {
  hits: Hits;
  selectedAccount: string | null;
}

/** Several people found, in the list's place until `Esc`. */
export function HitsPane({ hits: { result, reading }, selectedAccount }: HitsPaneProps) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const place = useScopeName();
  const { hits, more, everywhere } = result;
  const [activeAt, setActiveAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const show = (hit: SearchHit, at: number, turned = false) => {
    setActiveAt(at);
    desk.show(targetOf(hit, result, reading), turned);
  };
  const open = (hit: SearchHit) => void desk.open(targetOf(hit, result, reading));
  const focusRow = (at: number) => body.current?.querySelectorAll<HTMLElement>('tr')[at]?.focus();

  const begin = useEffectEvent(([first]: readonly SearchHit[]) => {
    if (first) show(first, 0);
    focusRow(0);
  });
  useEffect(() => begin(hits), [hits]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isPlain(event)) return;
    const hit = hits[activeAt];
    if (event.key === 'Enter' && hit) {
      event.preventDefault();
      open(hit);
      return;
    }
    const to = rowFor(event.key, activeAt, hits.length);
    const target = to === null ? undefined : hits[to];
    if (to === null || target === undefined) return;
    event.preventDefault();
    focusRow(to);
    show(target, to);
  };

  const as = t(`search.as.${result.searched_as}`);
  return (
    <Pane id="list" labelledBy="list-title" className="pane--list">
      <div className="list__top">
        <div className="list__title">
          <h2 id="list-title">{t('search.hits')}</h2>
          <span className="list__total" role="status">
            {more ? t('search.hits_more', { count: hits.length }) : t('search.hits_count', { count: hits.length })}
          </span>
          <Button
            kind="quiet"
            size="small"
            icon={ChevronLeft}
            shortcut="Escape"
            className="list__leave"
            onPress={() => {
              desk.leaveHits();
              desk.askForSearch();
            }}
          >
            {t('search.leave')}
          </Button>
        </div>
        <p className="hits__how">{everywhere ? t('search.how_everywhere', { as }) : t('search.how', { as, place })}</p>
      </div>
      <div className="pane__scroll">
        <table
          className="table locked hits"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows that arrows go through make a grid
          role="grid"
          aria-label={t('search.hits')}
          aria-rowcount={hits.length + 1}
          onKeyDown={onKeyDown}
        >
          <colgroup>
            <col />
            <col className="h-state" />
            <col className="h-last" />
            <col className="h-place" />
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">{t('search.column.citizen')}</th>
              <th scope="col">{t('search.column.state')}</th>
              <th scope="col">{t('search.column.last')}</th>
              <th scope="col" className="h-place">
                {t('search.column.place')}
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {hits.map((hit, at) => (
              <HitRow
                key={hit.account.id}
                hit={hit}
                position={at + 2}
                selected={hit.account.id === selectedAccount}
                active={at === activeAt}
                onTurnTo={() => show(hit, at, true)}
                onOpen={() => open(hit)}
              />
            ))}
          </tbody>
        </table>
        <Unseen place={place} />
      </div>
      <footer className="list__foot">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('search.foot.select')}
        </span>
        <span>
          <Kbd>Enter</Kbd> {t('search.foot.open')}
        </span>
        <span className="wide">
          <Kbd>Ctrl+K</Kbd> {t('search.foot.rewrite')}
        </span>
        <span>{more ? null : t('search.shown', { to: hits.length, total: hits.length })}</span>
      </footer>
    </Pane>
  );
}

/** What to try where the citizen is not among the hits. */
function Unseen({ place }: { place: string }) {
  const { t } = useTranslation('console');
  const ways = [
    { icon: IdCard, what: t('search.unseen.document'), more: t('search.unseen.document_text') },
    { icon: Smartphone, what: t('search.unseen.number'), more: t('search.unseen.number_text', { place }) },
    { icon: Languages, what: t('search.unseen.spelling'), more: t('search.unseen.spelling_text') },
  ];
  return (
    <aside className="unseen" aria-labelledby="unseen-title">
      <h3 id="unseen-title">{t('search.unseen.title')}</h3>
      <ul>
        {ways.map(({ icon, what, more }) => (
          <li key={what}>
            <Icon of={icon} />
            <p>
              <b>{what}</b>
              {more}
            </p>
          </li>
        ))}
      </ul>
    </aside>
  );
}
