import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../contract/index.ts';
import { groupAttempts } from './attempt-groups.ts';
import { AttemptLine, FoldedLines } from './attempt-lines.tsx';

/** Attempts newest first; what repeats is folded. */
export function AttemptsTable({ attempts, labelledBy }: { attempts: readonly Attempt[]; labelledBy: string }) {
  const { t } = useTranslation('console');
  const columns = ['time', 'outcome', 'source', 'client'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls by itself
    <section className="table-wrap" tabIndex={0} aria-labelledby={labelledBy}>
      <table className="table table--small plain attempts">
        <colgroup>
          <col className="c-1" />
          <col className="c-2" />
          <col className="c-ip" />
          <col />
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`detail.attempts_column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groupAttempts(attempts).map((row) =>
            row.is === 'one' ? (
              <AttemptLine key={keyOf(row.attempt)} attempt={row.attempt} />
            ) : (
              row.attempts[0] && <FoldedLines key={keyOf(row.attempts[0])} attempts={row.attempts} />
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

const keyOf = ({ occurred_at, outcome, ip }: { occurred_at: string; outcome: string; ip: string | null }) =>
  `${occurred_at} ${outcome} ${ip}`;
