/** What somebody typed into the search field, read as what it most likely is. */
import { DOCUMENT_KINDS, type DocumentKind, type SEARCHED_AS } from '../../contract/index.ts';
import { type CheckDigit, plainNumber, plainPhone, recogniseDocument } from './documents.ts';
import { maskDocument, maskLicenceFile, maskNumber, maskPhone } from './mask.ts';
import { plainName } from './names.ts';
import { plainSpelling, readsAsPinyin } from './pinyin.ts';

export type SearchedAs = (typeof SEARCHED_AS)[number];

export interface Recognised {
  as: SearchedAs;
  /** In the form that is stored: what to hash, or the prefix to look for. */
  value: string;
  /** To show and to keep: masked where it is a number. */
  shownAs: string;
  checkDigit: CheckDigit;
}

/** Initials longer than this are taken for a foreign name: the longest minority names have about eight syllables. */
const INITIALS_MAX = 8;

/** Reads a text of at least one character. A number of no known build is read as a `document` of unknown kind. */
export function recognise(text: string): Recognised {
  const number = plainNumber(text);
  if (/\p{N}/u.test(number) && !/\p{Script=Han}/u.test(number)) return recogniseNumber(text, number);
  const card = recogniseDocument(text);
  if (card) return { as: card.kind, value: card.number, shownAs: maskDocument(card.number), checkDigit: 'none' };
  const name = plainName(text);
  const letters = /^[\p{Script=Latin}\p{M}\s'’.·-]+$/u.test(name) ? plainSpelling(name) : '';
  if (letters === '') return { as: 'name', value: name, shownAs: name, checkDigit: 'none' };
  const initials = couldBeInitials(letters) && !readsAsPinyin(letters);
  return { as: initials ? 'initials' : 'pinyin', value: letters, shownAs: name, checkDigit: 'none' };
}

function recogniseNumber(text: string, number: string): Recognised {
  const phone = plainPhone(text);
  if (/^(1[3-9]\d{9}|\+\d{6,19}|0\d{10,11})$/.test(phone)) {
    return { as: 'phone', value: phone, shownAs: maskPhone(phone), checkDigit: 'none' };
  }
  if (/^\d{12}$/.test(number)) {
    return { as: 'licence_file', value: number, shownAs: maskLicenceFile(number), checkDigit: 'none' };
  }
  const document = recogniseDocument(text);
  if (!document) return { as: 'document', value: number, shownAs: maskNumber(number), checkDigit: 'none' };
  return {
    as: document.kind,
    value: document.number,
    shownAs: maskDocument(document.number),
    checkDigit: document.checkDigit,
  };
}

/** No syllable of Chinese begins with i, u or v, so that no initials hold them. `wan` is both 万 and 王爱娜. */
export const couldBeInitials = (letters: string): boolean => letters.length <= INITIALS_MAX && !/[iuv]/.test(letters);

const DOCUMENTS: ReadonlySet<SearchedAs> = new Set<SearchedAs>([...DOCUMENT_KINDS, 'document']);

/** Whether a text was read as a whole document number, of whatever kind. */
export const isDocument = (as: SearchedAs): as is DocumentKind | 'document' => DOCUMENTS.has(as);
