import type { InputIssue } from '../../contract/index.ts';
import { fill } from '../../words/fill.ts';
import { words } from '../say.ts';
import type { LineFault } from './formats.ts';

const known: Readonly<Record<string, string>> = words.refused;

/** Why a line was refused, in words: each issue with the field that it is about. */
export function reasonOf(issues: readonly InputIssue[]): string {
  return issues
    .map(({ path, code, limit }) => {
      const reason = fill(known[code] ?? words.refused.other, { code, ...(limit !== undefined && { limit }) });
      return path === '' ? reason : `${path}: ${reason}`;
    })
    .join('; ');
}

export const faultReason = (fault: LineFault | 'request_refused'): string => words.refused[fault];
