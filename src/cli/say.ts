import { cli as en } from '../words/en/cli.ts';
import { errors as errorsEn } from '../words/en/errors.ts';
import { fill } from '../words/fill.ts';
import { terminalLanguage } from '../words/terminal.ts';
import { cli as zh } from '../words/zh-CN/cli.ts';
import { errors as errorsZh } from '../words/zh-CN/errors.ts';

const chinese = terminalLanguage(process.env) === 'zh-CN';

/** The command's sentences in the terminal's language. */
export const words = chinese ? zh : en;

/** A line on standard output. */
export const tell = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

/** What is wrong, by the code of a failed call. */
export const errorWords = chinese ? errorsZh : errorsEn;

type ProblemCode = keyof typeof zh.problem;

/** Something that whoever typed the command can understand and put right: the message is all that they read. */
export class CliProblem extends Error {
  readonly exitCode: number;

  constructor(code: ProblemCode, values: Readonly<Record<string, string | number>>, exitCode: number) {
    super(fill(words.problem[code], values));
    this.name = 'CliProblem';
    this.exitCode = exitCode;
  }
}

/** Exit codes, as the usage tells them. */
export const EXIT = { ok: 0, unfinished: 1, usage: 2, someRefused: 3 } as const;

/** Name of a failed system call's error (ENOENT, EACCES …). */
export const systemCode = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';
