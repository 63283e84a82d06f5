import type { Language } from '../../contract/index.ts';
import { WORDS, type Words } from '../../words/index.ts';
import { TABLE_WORDS } from '../../words/tables.ts';

/** How a table for people says things: words of their language, times of the office's clock. */
export interface Wording {
  words: Words & { tables: (typeof TABLE_WORDS)['zh-CN'] };
  /** A code in words; one that is not known, as it was written. Empty for none. */
  code(words: object, code: string | null): string;
  /** `2026-11-18 10:39:07`: the one form that every spreadsheet reads as a time. Empty for none. */
  time(at: Date | null): string;
}

export function wordingOf(language: Language, timeZone: string): Wording {
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  return {
    words: { ...WORDS[language], tables: TABLE_WORDS[language] },
    code: (words, code) => (code === null ? '' : (wordOf(words, code) ?? code)),
    time: (at) => (at === null ? '' : clock.format(at)),
  };
}

function wordOf(words: object, code: string): string | undefined {
  const word: unknown = Object.hasOwn(words, code) ? Reflect.get(words, code) : undefined;
  return typeof word === 'string' ? word : undefined;
}
