import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from '../../parts/icon.tsx';

interface SortHeadProps {
  sorted: 'ascending' | 'descending' | 'none';
  /** What pressing does. */
  label: string;
  onPress: () => void;
  className?: string;
  children: ReactNode;
}

/** The head of a column that the list can be ordered by. */
export function SortHead({ sorted, label, onPress, className, children }: SortHeadProps) {
  return (
    <th scope="col" className={className} aria-sort={sorted}>
      <button type="button" className="sort" title={label} onClick={onPress}>
        {children}
        {sorted !== 'none' && <Icon of={sorted === 'descending' ? ArrowDown : ArrowUp} />}
      </button>
    </th>
  );
}
