import { standalone as en } from '../words/en/standalone.ts';
import { standalone as zh } from '../words/zh-CN/standalone.ts';

type Words = typeof zh;
export type Values = Readonly<Record<string, string | number>>;

/** The terminal's language, by the POSIX order of precedence (IEEE Std 1003.1, 8.2). */
function terminalWords(): Words {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? zh : en;
}

/** Puts values where a sentence has `{{name}}`. */
export function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (mark, name: string) => String(values[name] ?? mark));
}

/** A sentence for the terminal, in the terminal's language. */
export function say<Part extends keyof Words>(
  part: Part,
  key: keyof Words[Part] & string,
  values: Values = {},
): string {
  return fill(String(terminalWords()[part][key]), values);
}

export type ProblemCode = keyof Words['problem'];

/**
 * Something that the person at the terminal can understand and put right. Its message is the whole sentence that they
 * read: whoever catches it prints that, and no stack trace.
 */
export class StandaloneProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, values: Values = {}) {
    super(say('problem', code, values));
    this.name = 'StandaloneProblem';
    this.code = code;
  }
}
