import { expect, it } from 'vitest';
import { countFinding, figure, timeFinding } from './finding.ts';

it('tells by how much a target is missed, and that one just reached is met', () => {
  expect(countFinding('nodes', 400, { atMost: 400 }, 'nodes')).toMatchObject({ met: true, missedBy: null });
  expect(countFinding('nodes', 500, { atMost: 400 }, 'nodes')).toMatchObject({ met: false, missedBy: '25 %' });
  expect(timeFinding('rate', 0.5, { atLeast: 0.75 }, '×')).toMatchObject({ target: '≥ 0.75×', missedBy: '33 %' });
  expect(timeFinding('time', 50.01, { atMost: 50 }, 'ms')).toMatchObject({ met: false, missedBy: '1 %' });
  expect(countFinding('lost', 2, { atMost: 0 }, '')).toMatchObject({ met: false, missedBy: '2' });
});

it('writes three digits that say something', () => {
  expect([0.012345, 1.2345, 12.345, 1234.5, 123_456].map(figure)).toEqual([
    '0.0123',
    '1.23',
    '12.3',
    '1235',
    '123 456',
  ]);
});
