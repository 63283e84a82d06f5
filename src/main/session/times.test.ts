import { expect, test } from 'vitest';
import { sessionTimes } from './times.ts';

const MINUTE = 60_000;
const limits = { idleMs: 15 * MINUTE, sessionMs: 12 * 60 * MINUTE };
const at = (minutes: number, activeAt = 0) =>
  sessionTimes(limits, { signedInAt: 0, lastActiveAt: activeAt * MINUTE, now: minutes * MINUTE });

test('warns two minutes before idling ends it', () => {
  expect(at(12)).toEqual({ over: null, ending: null, nextAt: 13 * MINUTE });
  expect(at(13)).toMatchObject({ over: null, ending: { cause: 'idle', at: new Date(15 * MINUTE).toISOString() } });
  expect(at(15)).toMatchObject({ over: 'idle', ending: null });
});

test('activity moves the end by idling, not the end of the shift', () => {
  expect(at(20, 10)).toMatchObject({ over: null, ending: null, nextAt: 23 * MINUTE });
  expect(at(719, 718)).toMatchObject({ ending: { cause: 'time_limit', at: new Date(720 * MINUTE).toISOString() } });
  expect(at(720, 719)).toMatchObject({ over: 'time_limit' });
});

test('a limit shorter than the warning warns at its half', () => {
  const short = { idleMs: 10_000, sessionMs: 60_000 };
  const times = (now: number) => sessionTimes(short, { signedInAt: 0, lastActiveAt: 0, now });
  expect(times(4_999)).toMatchObject({ ending: null, nextAt: 5_000 });
  expect(times(5_000).ending?.cause).toBe('idle');
});
