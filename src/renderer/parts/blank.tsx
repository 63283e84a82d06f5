import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface BlankProps {
  icon: LucideIcon;
  title: ReactNode;
  /** Why there is nothing, and what comes next. */
  children?: ReactNode;
  /** The next step. */
  action?: ReactNode;
  hint?: ReactNode;
}

/** Says why there is nothing and gives the next step: an empty list, a missing permission, nothing chosen. */
export function Blank({ icon, title, children, action, hint }: BlankProps) {
  return (
    <div className="blank">
      <Icon of={icon} />
      <div>
        <b>{title}</b>
        {children}
      </div>
      {action}
      {hint && <p className="quiet">{hint}</p>}
    </div>
  );
}
