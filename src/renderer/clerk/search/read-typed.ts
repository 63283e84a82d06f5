import { checkCharacter } from '../../../contract/check-character.ts';
import type { SearchResult } from '../../../contract/index.ts';

/**
 * How a text is likely to be read, while it is being typed. Only a hint, and the sign that a document number is whole:
 * the API reads it itself and has the last word.
 */
export type Typed =
  | { as: SearchResult['searched_as']; whole: boolean }
  /** The beginning of an ID number of 18 characters. */
  | { as: 'incomplete'; length: number }
  | { as: 'wrong_check_digit' }
  | null;

/** Characters of an ID number. */
export const WHOLE_LENGTH = 18;

export function readTyped(text: string): Typed {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\s\-.]/g, '')
    .toUpperCase();
  if (plain === '') return null;
  if (/^(\+?86)?1[3-9]\d{9}$/.test(plain)) return { as: 'phone', whole: false };
  if (/^\d{12}$/.test(plain)) return { as: 'licence_file', whole: false };
  if (/^\d{17}[\dX]$/.test(plain)) {
    if (!plain.endsWith(checkCharacter(plain.slice(0, WHOLE_LENGTH - 1)))) return { as: 'wrong_check_digit' };
    return { as: plain.startsWith('9') ? 'foreigner_permit' : 'resident_id', whole: true };
  }
  if (/^\d+X?$/.test(plain)) return plain.length > 12 ? { as: 'incomplete', length: plain.length } : null;
  if (/\p{Script=Han}/u.test(plain)) return /\d/.test(plain) ? null : { as: 'name', whole: false };
  if (/\d/.test(plain)) return /^[HM]\d{8,10}$/.test(plain) ? { as: 'hk_macau_permit', whole: false } : null;
  return { as: 'pinyin', whole: false };
}
