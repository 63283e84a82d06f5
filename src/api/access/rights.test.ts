import { expect, test } from 'vitest';
import { RIGHT_NAMES } from '../../contract/index.ts';
import { nextQuarterEnd, quarterEnd, quarterOf } from './quarter.ts';
import { rightsOf, unusedRoles } from './rights.ts';

const SINCE = new Date('2026-08-25T00:00:00Z');
const before = new Date('2026-08-24T00:00:00Z');
const after = new Date('2026-08-26T00:00:00Z');

test('what roles allow is read from the operations', () => {
  expect(rightsOf(['clerk'])).toEqual([
    'see_locked',
    'search',
    'open',
    'reveal',
    'unlock',
    'reset',
    'extract',
    'answer',
    'read_ledger',
  ]);
  expect(rightsOf(['supervisor'])).toEqual(
    expect.arrayContaining(['see_locked', 'search', 'open', 'reveal', 'review', 'export', 'review_access']),
  );
  expect(rightsOf(['supervisor'])).not.toContain('unlock');
  expect(rightsOf(['administrator'])).toEqual(['review_access', 'acknowledge', 'mark', 'restoration', 'rotate_key']);
  expect(rightsOf([])).toEqual([]);
  expect(rightsOf(['clerk', 'supervisor', 'auditor', 'administrator'])).toEqual(RIGHT_NAMES);
});

test('a role is unused where nothing of it alone left a trace since', () => {
  expect(unusedRoles(['clerk'], { unlock: after }, SINCE)).toEqual([]);
  expect(unusedRoles(['clerk'], { unlock: before, search: before }, SINCE)).toEqual(['clerk']);
  expect(unusedRoles(['clerk'], {}, SINCE)).toEqual(['clerk']);
  // A search is what both allow: it does not tell that somebody supervises.
  expect(unusedRoles(['clerk', 'supervisor'], { search: after, unlock: after }, SINCE)).toEqual(['supervisor']);
  expect(unusedRoles(['clerk', 'supervisor'], { reset: after, review: after }, SINCE)).toEqual([]);
  // Years may pass between what administrators do here.
  expect(unusedRoles(['administrator'], {}, SINCE)).toEqual([]);
});

test('quarters of the calendar', () => {
  expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(quarterOf)).toEqual([
    '2026-Q1',
    '2026-Q1',
    '2026-Q2',
    '2026-Q4',
  ]);
  expect(['2026-02-28', '2026-06-30', '2026-07-01', '2026-11-23'].map(quarterEnd)).toEqual([
    '2026-03-31',
    '2026-06-30',
    '2026-09-30',
    '2026-12-31',
  ]);
  expect(['2026-02-28', '2026-11-23'].map(nextQuarterEnd)).toEqual(['2026-06-30', '2027-03-31']);
});
