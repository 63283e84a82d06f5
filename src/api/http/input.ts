import * as z from 'zod';
import type { InputIssue } from '../../contract/index.ts';

const ISSUES_MAX = 50;
/** Names that a caller coined are repeated to them only where they look like a field's. */
const FIELD_NAME = /^\w{1,64}$/;

export type Checked<T> = { ok: true; value: T } | { ok: false; issues: InputIssue[] };

/** Parses a value by its schema; what is wrong is told by place and code, never in words and never with the value. */
export function checkInput<S extends z.ZodType>(schema: S, value: unknown): Checked<z.output<S>> {
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) return { ok: false, issues: parsed.error.issues.flatMap(toIssues).slice(0, ISSUES_MAX) };
  const unreadable = findUnreadable(parsed.data, schema, []);
  return unreadable ? { ok: false, issues: [unreadable] } : { ok: true, value: parsed.data };
}

function toIssues(issue: z.core.$ZodIssue): InputIssue[] {
  const { code } = issue;
  const at = (path: readonly PropertyKey[]) => path.map(String).join('.');
  const path = at(issue.path);
  if (code === 'too_big') return [{ path, code, limit: Number(issue.maximum) }];
  if (code === 'too_small') return [{ path, code, limit: Number(issue.minimum) }];
  if (code === 'custom') return [{ path, code: String(issue.params?.code ?? code) }];
  if (code !== 'unrecognized_keys') return [{ path, code }];
  return issue.keys.map((key) => ({ path: FIELD_NAME.test(key) ? at([...issue.path, key]) : path, code }));
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
