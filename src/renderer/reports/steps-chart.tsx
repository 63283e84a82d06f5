import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '../../contract/index.ts';

const HEIGHT = 160;
const TOP = 18;
const FOOT = 20;
/** Dates below the bars: more would run into one another. */
const LABELS_MAX = 10;

/** Locks beside acts, by days or months. Says in one sentence what it shows; the table says all of it. */
export function StepsChart({ steps }: { steps: Report['steps'] }) {
  const { t, i18n } = useTranslation('reports');
  const title = useId();
  const acts = (step: Report['steps'][number]) => step.unlocks + step.resets;
  const most = Math.max(1, ...steps.map((step) => Math.max(step.locks, acts(step))));
  const percent = (part: number) => `${part * 100}%`;
  const width = 1 / Math.max(1, steps.length);
  const bar = (figure: number) => ((HEIGHT - TOP - FOOT) * figure) / most;
  const every = Math.ceil(steps.length / LABELS_MAX);
  const sum = (of: (step: Report['steps'][number]) => number) => steps.reduce((total, step) => total + of(step), 0);
  const busiest = steps.toSorted((a, b) => b.locks - a.locks)[0];
  const count = (figure: number) => figure.toLocaleString(i18n.language);
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart__key chart__key--locks">{t('count.locks')}</span>
        <span className="chart__key chart__key--acts">{t('acts')}</span>
      </figcaption>
      <svg role="img" aria-labelledby={title} width="100%" height={HEIGHT}>
        <title id={title}>
          {t('chart', {
            locks: count(sum(({ locks }) => locks)),
            acts: count(sum(acts)),
            busiest: busiest?.starts ?? '',
          })}
        </title>
        <g>
          <line className="chart__line" x1="0" x2="100%" y1={TOP} y2={TOP} />
          <text x="0" y={TOP - 5}>
            {count(most)}
          </text>
          {steps.map((step, at) => {
            const left = at * width;
            return (
              <g key={step.starts}>
                <rect
                  className="chart__locks"
                  x={percent(left + width * 0.12)}
                  width={percent(width * 0.36)}
                  y={HEIGHT - FOOT - bar(step.locks)}
                  height={bar(step.locks)}
                />
                <rect
                  className="chart__acts"
                  x={percent(left + width * 0.52)}
                  width={percent(width * 0.36)}
                  y={HEIGHT - FOOT - bar(acts(step))}
                  height={bar(acts(step))}
                />
                {at % every === 0 && (
                  <text x={percent(left + width / 2)} y={HEIGHT - 5} textAnchor={at === 0 ? 'start' : 'middle'}>
                    {step.starts.slice(5)}
                  </text>
                )}
              </g>
            );
          })}
          <line className="chart__line" x1="0" x2="100%" y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        </g>
      </svg>
    </figure>
  );
}
