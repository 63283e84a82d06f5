import { AttemptReport, type InputIssue, inputIssues } from '../../contract/index.ts';
import { NOWHERE, networkOf, type Place, type PlaceOf } from '../geo/index.ts';
import { plainNumber } from '../personal/documents.ts';
import type { FieldKeys } from '../personal/field-keys.ts';
import { maskSignInName } from '../personal/mask.ts';

/** One attempt as it was reported, brought to what is stored. */
export interface ReportedAttempt {
  /** Position in the call. */
  row: number;
  /** To the millisecond, as it is stored. */
  at: Date;
  source: string;
  attemptId: string;
  externalId: string | null;
  nameHash: Buffer;
  nameMasked: string;
  outcome: AttemptReport['outcome'];
  factor: string;
  passwordRepeated: boolean;
  ip: string | null;
  place: Place;
  network: string | null;
  deviceId: string | null;
  device: string | null;
  client: string | null;
}

export interface RefusedRow {
  row: number;
  status: 'refused';
  issues: InputIssue[];
}

/** Reads rows one by one: what is wrong with one costs the others nothing. */
export function readAttempts(
  rows: readonly unknown[],
  { keys, placeOf }: { keys: FieldKeys; placeOf: PlaceOf },
): { attempts: ReportedAttempt[]; refused: RefusedRow[] } {
  const attempts: ReportedAttempt[] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((given, row) => {
    const parsed = AttemptReport.safeParse(given);
    if (!parsed.success) {
      refused.push({ row, status: 'refused', issues: inputIssues(parsed.error) });
      return;
    }
    const { data } = parsed;
    const place = data.ip ? placeOf(data.ip) : NOWHERE;
    attempts.push({
      row,
      at: new Date(data.occurred_at),
      source: data.source,
      attemptId: data.attempt_id,
      externalId: data.external_id ?? null,
      // The name is kept as these two only: people type passwords there.
      nameHash: keys.searchHash('sign_in_name', plainNumber(data.sign_in_name)),
      nameMasked: maskSignInName(data.sign_in_name),
      outcome: data.outcome,
      factor: data.factor,
      passwordRepeated: data.password_repeated,
      ip: data.ip ?? null,
      place,
      network: networkOf(place),
      deviceId: data.device_id ?? null,
      device: data.device ?? null,
      client: data.client ?? null,
    });
  });
  return { attempts, refused };
}

/** A reporter's clock may be ahead by this much. */
export const CLOCK_AHEAD_MS = 5 * 60_000;

/** What is wrong with the time of an attempt; null where nothing is. */
export function timeIssue(at: Date, now: Date, keptDays: number): InputIssue | null {
  if (at.getTime() > now.getTime() + CLOCK_AHEAD_MS) return { path: 'occurred_at', code: 'in_future' };
  if (at.getTime() < now.getTime() - keptDays * 86_400_000) return { path: 'occurred_at', code: 'too_old' };
  return null;
}

/** What makes two reports one: the reporter's id at one time. */
export const keyOf = ({ at, source, attemptId }: Pick<ReportedAttempt, 'at' | 'source' | 'attemptId'>): string =>
  `${at.toISOString()} ${source} ${attemptId}`;
