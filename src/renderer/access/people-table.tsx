import { createColumnHelper, FlexRender, tableFeatures, useTable } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { AccessPerson } from '../../contract/index.ts';
import { Time } from '../parts/time.tsx';
import { MayCell, ReviewCell, UsesCell, WhoCell } from './person-cells.tsx';
import { VerdictCell } from './verdict-cell.tsx';

// The server filters and pages: the table itself needs none of its features.
const features = tableFeatures({});
const column = createColumnHelper<typeof features, AccessPerson>();
const columns = column.columns([
  column.display({ id: 'who', cell: ({ row: { original } }) => <WhoCell person={original} /> }),
  column.display({ id: 'may', cell: ({ row: { original } }) => <MayCell person={original} /> }),
  column.display({ id: 'uses', cell: ({ row: { original } }) => <UsesCell person={original} /> }),
  column.display({ id: 'seen', cell: ({ row: { original } }) => <Time at={original.seen_at} /> }),
  column.display({ id: 'review', cell: ({ row: { original } }) => <ReviewCell person={original} /> }),
  column.display({ id: 'verdict', cell: ({ row: { original } }) => <VerdictCell person={original} /> }),
]);
const HEADS = ['who', 'may', 'uses', 'seen', 'review', 'verdict'] as const;

/** One row a person: who they are, what they may do and did, and what is said of it. */
export function PeopleTable({ people }: { people: readonly AccessPerson[] }) {
  const { t } = useTranslation('access');
  const table = useTable({ features, columns, data: people, getRowId: ({ subject }) => subject });
  return (
    <table className="table access__people">
      <thead>
        <tr>
          {HEADS.map((id) => (
            <th key={id} scope="col" className={`c-${id}`}>
              {t(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell, at) => (
              // Where rows are folded, the cell bears its head.
              <td key={cell.id} className={`c-${cell.column.id}`} data-head={t(HEADS[at] ?? 'who')}>
                <FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
