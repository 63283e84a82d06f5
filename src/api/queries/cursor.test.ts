import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';

const Position = z.strictObject({ at: z.iso.datetime({ precision: 3 }), id: z.uuid() });
const position = { at: '2026-11-22T08:00:00.123Z', id: '0199f5a0-0000-7000-8000-000000000001' };

test('a cursor comes back as the position it was made of', () => {
  expect(decodeCursor(Position, encodeCursor(position))).toEqual(position);
});

test.each([
  ['', 'empty'],
  ['x', 'no JSON'],
  ['AAAA', 'bytes'],
  [encodeCursor({ at: position.at }), 'a field missing'],
  [encodeCursor({ ...position, extra: 1 }), 'a field too many'],
  [encodeCursor({ ...position, at: '2026-11-22' }), 'no instant'],
  [encodeCursor({ ...position, id: "' OR 1=1" }), 'no id'],
  [`${encodeCursor(position)}=`, 'padding'],
  [` ${encodeCursor(position)}`, 'a space before it'],
  [Buffer.from('null').toString('base64url'), 'null'],
  [Buffer.from('[1,2]').toString('base64url'), 'a list'],
])('%j is refused: %s', (cursor) => {
  expect(() => decodeCursor(Position, cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
});

test('a cursor with any one character changed is refused, or is another position', () => {
  const cursor = encodeCursor(position);
  fc.assert(
    fc.property(fc.nat(cursor.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      fc.pre(character !== cursor[at]);
      const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
      try {
        expect(encodeCursor(decodeCursor(Position, changed))).toBe(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_cursor' });
      }
    }),
  );
});
