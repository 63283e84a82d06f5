import { createContext, type ReactNode, use } from 'react';
import type { Me, Role } from '../../contract/index.ts';

const Staff = createContext<Me | null>(null);

export function StaffProvider({ staff, children }: { staff: Me; children: ReactNode }) {
  return <Staff value={staff}>{children}</Staff>;
}

/** Who is signed in, for everything behind the sign-in screen. */
export function useStaff(): Me {
  const staff = use(Staff);
  if (staff === null) throw new Error('no StaffProvider above');
  return staff;
}

export function useHasRole(...roles: Role[]): boolean {
  const staff = useStaff();
  return roles.some((role) => staff.roles.includes(role));
}
