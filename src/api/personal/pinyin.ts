/**
 * How a name is spelt, for finding a person by pinyin or initials. One reading a name: the reading of a surname comes
 * first (单 Shàn, 曾 Zēng, 解 Xiè), and a given name with two readings is still found by its characters.
 */
import { pinyin } from 'pinyin-pro';

export interface Spelling {
  /** Lower case, no spaces, no tones, ü as v: `wangxiaoming`. */
  pinyin: string;
  /** First letter of each syllable or foreign word: `wxm`. */
  initials: string;
}

const WORDS = /\p{Script=Han}+|[\p{Script=Latin}\p{M}']+/gu;

/** Spells a name of any script; letters of scripts that are neither Chinese nor Latin are left out. */
export function spell(name: string): Spelling {
  const words = [...name.normalize('NFC').matchAll(WORDS)];
  const syllables = words.flatMap(([word], position) => {
    if (!/^\p{Script=Han}/u.test(word)) return [plainWord(word)];
    const read = pinyin(word, { toneType: 'none', type: 'array', v: true, surname: position === 0 ? 'head' : 'off' });
    return read.map(plainLatin);
  });
  const spelt = syllables.filter((syllable) => syllable !== '');
  return { pinyin: spelt.join(''), initials: spelt.map((syllable) => syllable[0]).join('') };
}

/**
 * Brings typed Latin letters to the stored spelling: `Lǚ`, `lü`, `LYU` and `lv` are all `lv`. Spaces, apostrophes and
 * tone marks fall away.
 */
export function plainSpelling(typed: string): string {
  return [...typed.normalize('NFC').matchAll(WORDS)].map(([word]) => plainWord(word)).join('');
}

function plainWord(word: string): string {
  const letters = word.toLowerCase().replaceAll(/([ln])[üǖǘǚǜ]/g, '$1v');
  return plainLatin(letters).replaceAll(/([ln])yu(?!a)/g, '$1v');
}

const plainLatin = (word: string): string =>
  word
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

// The 21 initials and the finals of Hanyu Pinyin (GB/T 16159), with ü as v.
const SYLLABLE = new RegExp(
  `^(${[
    '(b|p|m|f)(a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|iu|ian|in|iang|ing|u)',
    '(d|t|n|l)(a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|ui|uan|un|v|ve)',
    '(g|k|h)(a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)',
    '(j|q|x)(i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)',
    '(zh|ch|sh|z|c|s|r)(a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)',
    'y(a|e|i|o|ao|ou|an|in|ang|ing|ong|u|ue|uan|un)',
    'w(a|o|u|ai|ei|an|en|ang|eng)',
    '(a|o|e|ai|ei|ao|ou|an|en|ang|eng|er)',
  ].join('|')})$`,
);
const LONGEST_SYLLABLE = 6;

/** Whether lower-case letters read as whole syllables, but for a last one that may still be being typed. */
export function readsAsPinyin(letters: string): boolean {
  const reachable = [true];
  for (let end = 1; end <= letters.length; end++) {
    const starts = Array.from({ length: Math.min(end, LONGEST_SYLLABLE) }, (_, back) => end - 1 - back);
    reachable[end] = starts.some((start) => reachable[start] && SYLLABLE.test(letters.slice(start, end)));
  }
  if (reachable[letters.length]) return true;
  // `wangxiaom` is on its way to `wangxiaoming`; `wxm` is not on its way to anything.
  const whole = reachable.lastIndexOf(true);
  return whole > 0 && /^(zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])$/.test(letters.slice(whole));
}
