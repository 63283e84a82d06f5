import type * as z from 'zod';
import type { InputIssue } from './errors.ts';

const MOST = 50;
/** Names that a caller coined are repeated to them only where they look like a field's. */
const FIELD_NAME = /^\w{1,64}$/;

/** What is wrong with an input, as `invalid_input` tells it: places and codes, never the values themselves. */
export function inputIssues(error: z.ZodError): InputIssue[] {
  return error.issues.flatMap(toIssues).slice(0, MOST);
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
