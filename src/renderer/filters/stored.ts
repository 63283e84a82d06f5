/** Between a list's filters and what is kept of them. */
import type { StoredFilter } from '../../contract/index.ts';

export type StoredField = keyof StoredFilter;

/** Which values of each field a list knows today. */
export type Known = Readonly<Partial<Record<StoredField, (value: string) => boolean>>>;

export const oneOf =
  (values: readonly string[]) =>
  (value: string): boolean =>
    values.includes(value);

/** What a list still knows of a kept filter, and what it does not: a value of another version, a place out of scope. */
export function readStored(filter: StoredFilter, known: Known): { kept: StoredFilter; lost: StoredField[] } {
  const fields = Object.entries(filter) as [StoredField, string][];
  const stands = ([field, value]: [StoredField, string]) => known[field]?.(value) ?? false;
  return {
    kept: Object.fromEntries(fields.filter(stands)),
    lost: fields.filter((field) => !stands(field)).map(([name]) => name),
  };
}

/** Whether two keep the same. */
export const isSame = (a: StoredFilter, b: StoredFilter): boolean => textOf(a) === textOf(b);

const textOf = (filter: StoredFilter): string => JSON.stringify(Object.entries(filter).sort());
