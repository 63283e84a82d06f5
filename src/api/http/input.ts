import * as z from 'zod';
import { type InputIssue, inputIssues } from '../../contract/index.ts';

export type Checked<T> = { ok: true; value: T } | { ok: false; issues: InputIssue[] };

/** Parses a value by its schema; what is wrong is told by place and code, never in words and never with the value. */
export function checkInput<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) return { ok: false, issues: inputIssues(parsed.error) };
  const unreadable = findUnreadable(parsed.data, schema, []);
  return unreadable ? { ok: false, issues: [unreadable] } : { ok: true, value: parsed.data };
}

/**
 * The first text that no column and no UTF-8 can hold: a NUL, or half a surrogate pair. Fields of the schema that are
 * `unknown` are left alone: whoever parses them later asks again.
 */
function findUnreadable(value: unknown, schema: z.ZodType, path: PropertyKey[]): InputIssue | null {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? { path: path.map(String).join('.'), code: 'unprintable' }
      : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const partSchema = schemaAt(schema, key);
    const found = partSchema && findUnreadable(part, partSchema, [...path, key]);
    if (found) return found;
  }
  return null;
}

/** Schema of a part, without what wraps it; null where it is unknown. */
function schemaAt(schema: z.ZodType, key: string): z.ZodType | null {
  if (schema instanceof z.ZodArray) return unwrap(schema.element);
  if (schema instanceof z.ZodObject) return unwrap(schema.shape[key]);
  return null;
}

/** A schema without `optional`, `nullable` and `default` around it; null for `unknown` and for none. */
export function unwrap(schema: unknown): z.ZodType | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrap(schema.unwrap());
  }
  return schema instanceof z.ZodType && !(schema instanceof z.ZodUnknown) ? schema : null;
}
