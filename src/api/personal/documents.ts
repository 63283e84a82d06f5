/**
 * Numbers that identify a person: how they are written, brought to one form, and checked. Pure, so that whoever stores
 * a number and whoever looks for it cannot disagree.
 */
import { checkCharacter } from '../../contract/check-character.ts';
import type { DocumentKind } from '../../contract/index.ts';

export type CheckDigit = 'right' | 'wrong' | 'none';

export interface Document {
  kind: DocumentKind;
  /** The one form that is stored, hashed and masked. */
  number: string;
  /** `none` where the kind has no check digit. */
  checkDigit: CheckDigit;
}

interface Shape {
  kind: DocumentKind;
  shape: RegExp;
  canonical?: (number: string) => string;
  checked?: true;
}

/**
 * From what can be mistaken least to what can be mistaken most; the first that fits wins.
 *
 * - Resident identity card: GB 11643, 18 characters, the last one a check character. Cards of the first generation had
 *   15 digits, the same without century and check character. Residence permits for people of Hong Kong, Macau and Taiwan
 *   have numbers of the same build.
 * - Foreign permanent resident's card: since 2023 18 characters that begin with 9, checked like an identity card; before,
 *   three letters and twelve digits.
 * - Mainland travel permit for Hong Kong and Macau residents: H or M and eight digits for life; cards before 2013 add
 *   two digits that count the renewals.
 * - Mainland travel permit for Taiwan residents: eight digits for life; old ones add two that count the renewals, and a
 *   letter.
 * - Officer's card: 南字第1234567号; registers often keep its digits alone.
 * - Chinese passports: E and seven digits with one more digit or letter, G and eight digits, and the official series.
 */
const SHAPES: readonly Shape[] = [
  { kind: 'foreigner_permit', shape: /^9\d{16}[\dX]$/, checked: true },
  { kind: 'resident_id', shape: /^[1-8]\d{16}[\dX]$/, checked: true },
  {
    kind: 'resident_id',
    shape: /^[1-6]\d{7}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}$/,
    canonical: eighteenDigits,
    checked: true,
  },
  { kind: 'foreigner_permit', shape: /^[A-Z]{3}\d{12}$/ },
  { kind: 'hk_macau_permit', shape: /^[HM]\d{8}(\d\d)?$/, canonical: (number) => number.slice(0, 9) },
  { kind: 'passport', shape: /^(E[0-9A-HJ-NP-Z]\d{7}|G\d{8}|[DSP][EP]?\d{7,8}|1[45]\d{7})$/ },
  {
    kind: 'officer_card',
    shape: /^\p{Script=Han}{1,2}字第\d{6,8}号?$/u,
    canonical: (number) => number.replace('号', ''),
  },
  { kind: 'taiwan_permit', shape: /^\d{8}(\d\d[A-Z]?)?$/, canonical: (number) => number.slice(0, 8) },
  { kind: 'officer_card', shape: /^\d{6,7}$/ },
];

/**
 * A document number as its kind writes it, or null where no kind writes it so. Other countries' passports have no common
 * form: they come out as null here and are still found, see {@link documentOf}.
 */
export function recogniseDocument(typed: string): Document | null {
  const number = plainNumber(typed);
  const found = SHAPES.find(({ shape }) => shape.test(number));
  return found ? build(found, number) : null;
}

/** A number that comes with its kind, as a register has it. A kind's own form is used where the number has it. */
export function documentOf(kind: DocumentKind, typed: string): Document {
  const number = plainNumber(typed);
  const found = SHAPES.find((candidate) => candidate.kind === kind && candidate.shape.test(number));
  return found ? build(found, number) : { kind, number, checkDigit: kind === 'resident_id' ? 'wrong' : 'none' };
}

function build({ kind, canonical, checked }: Shape, typed: string): Document {
  const number = canonical ? canonical(typed) : typed;
  const right = number.endsWith(checkCharacter(number.slice(0, 17)));
  return { kind, number, checkDigit: checked ? (right ? 'right' : 'wrong') : 'none' };
}

/** Full-width characters, spaces, dashes and lower case fall away; a × or * typed for X becomes X. */
export function plainNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .replaceAll(/[\s\p{Dash}_.()]/gu, '')
    .toUpperCase()
    .replace(/^(\d{17})[×*]$/, '$1X');
}

/** A phone number in one form: digits, without China's own country code, with + before another's. */
export function plainPhone(typed: string): string {
  return plainNumber(typed)
    .replace(/^(\+|00)?86(?=1\d{10}$)/, '')
    .replace(/^00(?=[1-9])/, '+');
}

function eighteenDigits(fifteen: string): string {
  const first17 = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return first17 + checkCharacter(first17);
}
