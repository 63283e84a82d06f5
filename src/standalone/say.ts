import { standalone as en } from '../words/en/standalone.ts';
import { fill } from '../words/fill.ts';
import { terminalLanguage } from '../words/terminal.ts';
import { standalone as zh } from '../words/zh-CN/standalone.ts';

type Words = typeof zh;
export type Values = Readonly<Record<string, string | number>>;

/** A sentence for the terminal, in the terminal's language. */
export function say<Part extends keyof Words>(
  part: Part,
  key: keyof Words[Part] & string,
  values: Values = {},
): string {
  const words: Words = terminalLanguage(process.env) === 'zh-CN' ? zh : en;
  return fill(String(words[part][key]), values);
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
