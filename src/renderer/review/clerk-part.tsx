import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewDetail } from '../../contract/index.ts';
import { Meter } from './meter.tsx';

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
                <Meter own={clerk[name].own} usual={clerk[name].median} />
              </td>
              <td>{clerk[name].median}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
