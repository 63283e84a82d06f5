import { stringify } from 'csv-stringify/sync';
import { UNPRINTABLE } from '../../contract/index.ts';

/** Most of what there is, told apart twenty times as quickly as what must be looked at letter by letter. */
const PLAIN = /^[\x21-\x7e\u4e00-\u9fff][\x20-\x7e\u4e00-\u9fff]*$/;
const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');

/** Without it, spreadsheet programs take UTF-8 for the system's own code page. */
export const BYTE_ORDER_MARK = '\u{feff}';

/**
 * Records of a CSV file (RFC 4180), every field quoted, one line each. What people wrote can do nothing there: a field that
 * a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection), and what has no shape of its
 * own – line breaks, escape sequences of terminals, marks that turn the direction of text – is shown as what it is.
 */
export function csv(records: readonly (readonly string[])[]): string {
  return stringify(
    records.map((record) => record.map(inPlainSight)),
    { quoted: true, quoted_empty: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

/** Text that reads as it is stored, but for spaces in front: a formula could hide behind them. */
function inPlainSight(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll(/\r\n|[\n\r\u2028\u2029]/g, ' ⏎ ')
    .replaceAll('\t', ' ')
    .replaceAll(EVERY_UNPRINTABLE, (letter) => `<U+${codePoint(letter)}>`)
    .trimStart();
}

const codePoint = (letter: string): string => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
