import { useTranslation } from 'react-i18next';
import type { Report } from '../../contract/index.ts';
import { CountsCells, CountsHeads } from './counts-cells.tsx';

/** Newest first: what the chart shows, in figures. */
export function StepsTable({ steps }: { steps: Report['steps'] }) {
  const { t } = useTranslation('reports');
  return (
    // Scrolls sideways in itself where there is no room, which the keyboard must reach.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section className="report__wide" tabIndex={0} aria-labelledby="report-steps">
      <table className="table table--small">
        <thead>
          <tr>
            <th scope="col">{t('starts')}</th>
            <CountsHeads />
          </tr>
        </thead>
        <tbody>
          {steps.toReversed().map((step) => (
            <tr key={step.starts}>
              <th scope="row">{step.starts}</th>
              <CountsCells counts={step} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
