/** What roles allow, read from the contract's table of operations. */
import { OPERATION_NAMES, OPERATIONS, RIGHT_NAMES, RIGHTS, type Right } from '../../contract/index.ts';

/** When a person last used a right, by right. */
export type Uses = Readonly<Partial<Record<string, Date>>>;

const ROLES_OF = new Map<Right, Set<string>>(RIGHT_NAMES.map((right) => [right, new Set()]));
for (const name of OPERATION_NAMES) {
  const { right, roles } = OPERATIONS[name];
  if (right !== null) for (const role of roles) ROLES_OF.get(right)?.add(role);
}

/** In the order of `RIGHTS`. */
export const rightsOf = (roles: readonly string[]): Right[] =>
  RIGHT_NAMES.filter((right) => roles.some((role) => ROLES_OF.get(right)?.has(role)));

/**
 * Roles of which nothing that would show was used since then. What another role of the person allows too says nothing about
 * this one.
 */
export function unusedRoles(roles: readonly string[], uses: Uses, since: Date): string[] {
  return roles.filter((role) => {
    const others = rightsOf(roles.filter((other) => other !== role));
    const own = rightsOf([role]).filter((right) => RIGHTS[right] === 'often' && !others.includes(right));
    return own.length > 0 && own.every((right) => (uses[right]?.getTime() ?? 0) < since.getTime());
  });
}
