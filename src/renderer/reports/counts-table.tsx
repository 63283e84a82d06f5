import type { Counts } from '../../contract/index.ts';
import { CountsCells, CountsHeads } from './counts-cells.tsx';

export interface CountsRow {
  key: string;
  name: string;
  counts: Counts;
}

interface CountsTableProps {
  /** What the rows are of. */
  head: string;
  rows: readonly CountsRow[];
  labelledBy: string;
}

/** Rows of what is counted: on a screen, within something that scrolls. */
export function CountsTable({ head, rows, labelledBy }: CountsTableProps) {
  return (
    <table className="table table--small" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <CountsHeads />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, counts }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            <CountsCells counts={counts} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
