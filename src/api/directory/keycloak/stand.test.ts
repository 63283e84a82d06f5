import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { PEOPLE } from '../../testing/issuer.ts';
import { noteProblem, noteProgress, noteWalk, readStand, type Walk } from './stand.ts';
import { isDue } from './walk.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
});
afterAll(() => api.close());

const WALK: Walk = {
  started_at: '2026-11-22T17:00:00.000Z',
  ended_at: null,
  first: 200,
  seen: 200,
  locked: 3,
  mended: { account_missing: 1, account_changed: 0, account_removed: 0, lock_missing: 2, lock_over: 0 },
  unmappable: 0,
  unmappable_users: [],
};

it('how far a directory is followed is kept for whoever goes on, and told to whoever measures', async () => {
  const { db } = api.services;
  expect(await readStand(db, 'agency')).toMatchObject({ events_to: null, walk: null, report: null });
  await noteProblem(db, 'agency', 'unreachable');
  const { now } = await readStand(db, 'agency');
  await noteProgress(db, 'agency', { eventsTo: now, caughtUpAt: new Date(now.getTime() - 20_000) });
  expect((await readStand(db, 'agency')).events_to).toEqual(now);
  const { rows } = await sql`SELECT problem FROM directory_state`.execute(db);
  expect(rows).toEqual([{ problem: null }]);
  const metrics = await api.app.inject({
    url: '/metrics',
    headers: { authorization: api.bearer(PEOPLE.administrator) },
  });
  expect(metrics.body).toMatch(/lockdesk_directory_behind_seconds\{directory="agency"\} 2\d/);
});

it('a walk goes on where it stands; one that has ended is the report until the next has', async () => {
  const { db } = api.services;
  await noteWalk(db, 'province', WALK);
  expect(await readStand(db, 'province')).toMatchObject({ walk: WALK, report: null });
  const { first: _, ...report } = { ...WALK, ended_at: '2026-11-22T18:00:00.000Z' };
  await noteWalk(db, 'province', { ...report, first: 0 });
  expect(await readStand(db, 'province')).toMatchObject({ walk: null, report });
  await noteWalk(db, 'province', { ...WALK, seen: 1 });
  expect(await readStand(db, 'province')).toMatchObject({ walk: { seen: 1 }, report });
});

describe('a walk is due', () => {
  const { first: _, ...left } = WALK;
  const ended = (ended_at: string) => ({ ...left, ended_at });
  const at = (now: string) => ({ now: new Date(now), walk: null });
  it.each([
    ['at the very first', { ...at('2026-11-23T05:00:00Z'), report: null }, true],
    [
      'when one was interrupted',
      { ...at('2026-11-23T05:00:00Z'), walk: WALK, report: ended('2026-11-23T04:00:00Z') },
      true,
    ],
    ['at night, by the offices’ clock', { ...at('2026-11-22T18:30:00Z'), report: ended('2026-11-21T18:30:00Z') }, true],
    ['not twice in one night', { ...at('2026-11-22T20:30:00Z'), report: ended('2026-11-22T18:30:00Z') }, false],
    ['not by day', { ...at('2026-11-23T05:00:00Z'), report: ended('2026-11-22T18:30:00Z') }, false],
    [
      'by day after a night that was missed',
      { ...at('2026-11-23T09:00:00Z'), report: ended('2026-11-21T18:30:00Z') },
      true,
    ],
  ])('%s', (_, stand, due) => {
    expect(isDue(stand, 'Asia/Shanghai')).toBe(due);
  });
});
