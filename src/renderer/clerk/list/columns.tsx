import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { Cause, LockedAccount } from '../../../contract/index.ts';
import { Tag } from '../../parts/tag.tsx';
import { CAUSE_LOOKS } from './causes.ts';
import { LockTime } from './lock-time.tsx';
import { Sparkline } from './sparkline.tsx';

// The server sorts, filters and pages: the table itself needs none of its features.
export const features = tableFeatures({});
const column = createColumnHelper<typeof features, LockedAccount>();

export const columns = column.columns([
  column.display({
    id: 'citizen',
    cell: ({ row: { original } }) => (
      <>
        <span className="who">{original.name}</span>
        <span className="two">{original.document}</span>
      </>
    ),
  }),
  column.display({ id: 'cause', cell: ({ row: { original } }) => <CauseTag cause={original.lock.cause} /> }),
  column.display({ id: 'time', cell: ({ row: { original } }) => <LockTime lock={original.lock} /> }),
  column.display({
    id: 'failures',
    cell: ({ row: { original } }) => (
      <div className="fails">
        <Sparkline trend={original.trend} />
        <span className="fails__n">{original.lock.failures}</span>
      </div>
    ),
  }),
  column.display({ id: 'place', cell: ({ row: { original } }) => original.division.county || original.division.city }),
]);

export function CauseTag({ cause }: { cause: Cause }) {
  const { t } = useTranslation('console');
  return <Tag {...CAUSE_LOOKS[cause]}>{t(`cause.${cause}`)}</Tag>;
}
