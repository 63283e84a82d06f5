import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { Tone } from './tag.tsx';

interface BannerProps {
  tone: Tone;
  icon: LucideIcon;
  /** The whole of it in one sentence. */
  title: ReactNode;
  children?: ReactNode;
  /** `status` is said when there is time, `alert` at once. */
  role?: 'status' | 'alert';
}

export function Banner({ tone, icon, title, children, role }: BannerProps) {
  return (
    <div className={`banner banner--${tone}`} role={role}>
      <Icon of={icon} />
      <h3>{title}</h3>
      {children && <div className="banner__body">{children}</div>}
    </div>
  );
}
