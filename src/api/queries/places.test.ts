import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inScope } from '../http/scope.ts';
import { placesToRead } from './places.ts';

test.each([
  [['3201'], undefined, ['3201']],
  [['3201'], [''], ['3201']],
  [['3201'], ['320106'], ['320106']],
  [['3201'], ['3205'], []],
  [['3201'], ['32'], ['3201']],
  [['3201', '3205'], ['32'], ['3201', '3205']],
  [
    ['3201', '3205'],
    ['320106', '3205', '44'],
    ['320106', '3205'],
  ],
  [[''], undefined, ['']],
  [[''], ['44', '3201', '32'], ['32', '44']],
  [['32', '3201'], undefined, ['32']],
  [[], undefined, []],
  [[], [''], []],
])('scope %j, asked for %j: reads %j', (scope, asked, places) => {
  expect(placesToRead(scope, asked)).toEqual(places);
});

test('a county is read once if it lies in both the scope and a place asked for, and not at all otherwise', () => {
  const digits = fc.constantFrom('11', '12', '32');
  const county = fc.tuple(digits, digits, digits).map((parts) => parts.join(''));
  const prefix = fc.tuple(county, fc.constantFrom(0, 2, 4, 6)).map(([code, length]) => code.slice(0, length));
  fc.assert(
    fc.property(
      fc.array(prefix),
      fc.option(fc.array(prefix, { minLength: 1 }), { nil: undefined }),
      county,
      (scope, asked, code) => {
        const read = placesToRead(scope, asked).filter((place) => code.startsWith(place));
        expect(read).toHaveLength(inScope(scope, code) && inScope(asked ?? [''], code) ? 1 : 0);
      },
    ),
  );
});
