/**
 * Whether a division (GB/T 2260, six digits, or a prefix of one) lies within a scope. A scope is a list of prefixes: ''
 * is the country, '32' a province, '3201' a city, '320106' a county. An empty list is nowhere.
 */
export function inScope(scope: readonly string[], division: string): boolean {
  return scope.some((prefix) => division.startsWith(prefix));
}
