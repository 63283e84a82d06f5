/**
 * Personal data as every answer shows it: enough to tell citizens apart and to compare with the document in hand, never
 * enough to use (PIPL art. 51). Stars stand for as many characters as they hide.
 */
import type { DocumentKind } from '../../contract/index.ts';
import { plainNumber, plainPhone, recogniseDocument } from './documents.ts';
import { plainName } from './names.ts';

/** Surnames of two characters that still occur. A name that begins with one keeps it whole. */
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 上官 司马 司徒 司空 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 东方 独孤 南宫 西门 轩辕 鲜于 闾丘 钟离 端木 ' +
    '申屠 申徒 拓跋 赫连 澹台 淳于 公冶 宗政 濮阳 太叔 仲孙 万俟 呼延 闻人 百里 东郭 南门 羊舌 第五 梁丘 左丘 完颜 耶律 ' +
    '纳兰 叶赫 贺兰 爱新 公羊 谷梁 宰父 漆雕 壤驷 乐正 亓官 司寇 子车 颛孙 巫马 公西 夹谷 段干 微生 欧陽 東方 諸葛 司馬'
  ).split(' '),
);

/**
 * 王*明, 陈*, 欧阳*雪; a minority's name of several parts keeps how it begins and its last part (迪**·吐尔洪); a name in Latin
 * or other letters keeps the first letter of each word.
 */
export function maskName(name: string): string {
  const plain = plainName(name);
  const parts = plain.split('·');
  const last = parts.pop() ?? '';
  if (parts.some((part) => part !== '')) {
    return [...parts.map((part, at) => keep(part, at === 0 ? 1 : 0, 0)), last].join('·');
  }
  if (!/\p{Script=Han}/u.test(plain)) return plain.replaceAll(/[^\s\-'·]+/gu, (word) => keep(word, 1, 0));
  const { length } = [...plain];
  const surname = length > 2 && COMPOUND_SURNAMES.has(plain.slice(0, 2)) ? 2 : 1;
  return keep(plain, surname, length > surname + 1 ? 1 : 0);
}

/** 3201**********4426 for whatever is long enough for it, less of what is shorter. */
export function maskDocument(number: string): string {
  const { length } = [...number];
  if (length >= 15) return keep(number, 4, 4);
  if (length >= 8) return keep(number, 2, 3);
  return length >= 6 ? keep(number, 1, 2) : keep(number, 1, 0);
}

/** 138****5678. */
export function maskPhone(phone: string): string {
  return keep(phone, Math.max(0, Math.min(3, phone.length - 8)), phone.length > 6 ? 4 : 2);
}

/** 3201****8876. */
export function maskLicenceFile(number: string): string {
  return number.length >= 12 ? keep(number, 4, 4) : maskDocument(number);
}

/**
 * What was typed as the name to sign in with. People type passwords there, so what is neither a document nor a phone
 * number shows nothing, not even its length.
 */
export function maskSignInName(typed: string): string {
  const phone = plainPhone(typed);
  if (/^1[3-9]\d{9}$/.test(phone)) return maskPhone(phone);
  const document = recogniseDocument(typed);
  return document && WIDE_KINDS.has(document.kind) ? maskDocument(document.number) : '***';
}

/** Kinds whose numbers are long enough that a password is hardly one of them. */
const WIDE_KINDS: ReadonlySet<DocumentKind> = new Set(['resident_id', 'foreigner_permit']);

/** A number of unknown kind. */
export const maskNumber = (typed: string): string => maskDocument(plainNumber(typed));

/** The first and last so many characters; where that would be all of it, fewer, and never the whole text. */
function keep(text: string, first: number, last: number): string {
  const characters = [...text];
  const { length } = characters;
  const whole = first + last < length;
  const head = whole ? first : Math.min(first, 1, length - 1);
  const tail = whole ? last : 0;
  return (
    characters.slice(0, head).join('') + '*'.repeat(length - head - tail) + characters.slice(length - tail).join('')
  );
}
