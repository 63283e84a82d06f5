import type * as z from 'zod';
import type { InputIssue } from './errors.ts';

const MOST = 50;

/** What is wrong with an input, as `invalid_input` tells it: places and codes, never the values themselves. */
export function inputIssues(error: z.ZodError): InputIssue[] {
  return error.issues.slice(0, MOST).map((issue) => {
    const limit = issue.code === 'too_big' ? issue.maximum : issue.code === 'too_small' ? issue.minimum : undefined;
    const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : issue.code;
    return { path: issue.path.join('.'), code, ...(limit !== undefined && { limit: Number(limit) }) };
  });
}
