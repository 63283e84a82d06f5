import * as z from 'zod';
import { unwrap } from './input.ts';

/**
 * Values of a query string as the types that the schema asks for: a list is its name repeated (`places=32&places=33`),
 * numbers are decimal, booleans `true` and `false`. What does not fit stays text, and the schema refuses it.
 */
export function readQueryString(
  schema: z.ZodObject,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, read(unwrap(schema.shape[name]), value)]),
  );
}

function read(schema: z.ZodType | null, value: unknown): unknown {
  if (schema instanceof z.ZodArray) {
    const element = unwrap(schema.element);
    return (Array.isArray(value) ? value : [value]).map((item) => read(element, item));
  }
  if (schema instanceof z.ZodNumber && typeof value === 'string' && /^-?\d{1,15}(\.\d{1,9})?$/.test(value)) {
    return Number(value);
  }
  if (schema instanceof z.ZodBoolean && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
