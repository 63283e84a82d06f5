import { expect, test } from 'vitest';
import { code128 } from './code128.ts';

/** Modules in a row: 1 is black. */
function modules(text: string): string {
  const { bars, width } = code128(text);
  const row = Array.from({ length: width }, () => '0');
  for (const { x, width: wide } of bars) row.fill('1', x, x + wide);
  return row.join('');
}

// Drawn by another program, and read back by a barcode reader.
test('the number of an entry', () => {
  expect(modules('LD5203918')).toBe(
    '00000000001101001000010001101110101100010001101110010011001110010100111011001' +
      '10010111001110010110010011100110111010011001011100011011000111010110000000000',
  );
});

test('start, check and stop frame the text, with white on either side', () => {
  const row = modules('A');
  // Start of set B; A is 33; (104 + 33) mod 103 is 34.
  expect(row).toBe(`${'0'.repeat(10)}11010010000${'10100011000'}${'10001011000'}1100011101011${'0'.repeat(10)}`);
});
