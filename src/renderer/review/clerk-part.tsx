import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewDetail } from '../../contract/index.ts';

const MEASURES = ['acts', 'other_document', 'out_of_hours', 'disputed'] as const;

/** What the clerk did in 30 days beside the median of their office: as figures, and drawn. */
export function ClerkPart({ item }: { item: ReviewDetail }) {
  const { t } = useTranslation('review');
  const id = useId();
  const { clerk, entry } = item;
  return (
    <section aria-labelledby={id}>
      <div className="head">
        <h3 id={id}>{t('item.clerk', { name: entry.actor.name })}</h3>
        <span className="head__note">{t('item.clerk_note', { count: clerk.colleagues })}</span>
      </div>
      <table className="table table--small plain pattern" aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{t('item.measure')}</th>
            <th scope="col" className="num">
              {t('item.own')}
            </th>
            <td aria-hidden="true" />
            <th scope="col">{t('item.median')}</th>
          </tr>
        </thead>
        <tbody>
          {MEASURES.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`item.${name}`)}</th>
              <td className="num">
                <b>{clerk[name].own}</b>
              </td>
              <td className="pattern__meter" aria-hidden="true">
                <Meter {...clerk[name]} />
              </td>
              <td>{clerk[name].median}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const WIDTH = 120;
const HEIGHT = 12;

/** The figures stand beside it. */
function Meter({ own, median }: { own: number; median: number }) {
  const most = Math.max(own, median * 2, 1);
  const width = (WIDTH * own) / most;
  const peer = (WIDTH * median) / most;
  return (
    <svg className="meter" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="meter__track" x="0" y="4" width={WIDTH} height="4" />
      <rect
        className={own > median * 2 ? 'meter__self meter__self--over' : 'meter__self'}
        x="0"
        y="4"
        width={width}
        height="4"
      />
      <line className="meter__peer" x1={peer} x2={peer} y1="1" y2="11" />
    </svg>
  );
}
