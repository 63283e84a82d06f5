import type { ActProgress } from '../../contract/index.ts';

/** The citizen's way after a forced reset. */
const TRACK_STEPS = ['delivered', 'redeemed', 'password', 'signed_in'] as const;
type TrackStep = (typeof TRACK_STEPS)[number];

export interface TrackedStep {
  step: TrackStep;
  state: 'done' | 'now' | 'ahead' | 'stopped';
  at: string | null;
}

/** A code that can no longer be used, and was not. */
const DEAD = ['gave_up', 'expired', 'spent', 'replaced'] as const;
export type CodeEnd = (typeof DEAD)[number];

export function codeEnd({ code }: ActProgress): CodeEnd | null {
  return DEAD.find((state) => state === code?.state) ?? null;
}

/** The steps with the one that is waited for; after a code's end, the one it stopped at. */
export function trackOf(progress: ActProgress): TrackedStep[] {
  const { code, password_changed_at, signed_in } = progress;
  const reached: Record<TrackStep, boolean> = {
    delivered: code?.state === 'delivered' || code?.state === 'redeemed' || code?.state === 'spent',
    redeemed: code?.state === 'redeemed',
    password: password_changed_at !== null,
    signed_in: signed_in !== null,
  };
  const at: Record<TrackStep, string | null> = {
    delivered: code?.state === 'delivered' ? code.at : null,
    redeemed: code?.state === 'redeemed' ? code.at : null,
    password: password_changed_at,
    signed_in: signed_in?.at ?? null,
  };
  // Whoever signed in has been through all that comes before, even where a report of it is still on its way.
  const furthest = TRACK_STEPS.findLastIndex((step) => reached[step]);
  const end = codeEnd(progress);
  const stoppedAt = end === 'gave_up' ? 0 : 1;
  // Of a code that has ended only the end is known; most likely it was delivered, but nothing says so.
  const told = end === 'expired' || end === 'replaced' ? TRACK_STEPS.slice(1) : TRACK_STEPS;
  return told.map((step) => {
    const index = TRACK_STEPS.indexOf(step);
    if (index <= furthest) return { step, state: 'done', at: at[step] };
    if (end !== null && index === stoppedAt) return { step, state: 'stopped', at: code?.at ?? null };
    const waitedFor = end === null && index === furthest + 1;
    return { step, state: waitedFor ? 'now' : 'ahead', at: null };
  });
}

/** Nothing more will come that a receipt tells of, so asking can end. */
export function isSettled(progress: ActProgress): boolean {
  const told = progress.notice?.state !== 'waiting';
  const ended = progress.signed_in !== null || progress.locked_again !== null || codeEnd(progress) !== null;
  return told && ended;
}
