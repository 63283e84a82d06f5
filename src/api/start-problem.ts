import { server as en } from '../words/en/server.ts';
import { fill } from '../words/fill.ts';
import { terminalLanguage } from '../words/terminal.ts';
import { server as zh } from '../words/zh-CN/server.ts';

type Sentence = keyof typeof zh;

/** A sentence for whoever started the process, in their terminal's language. */
export function say(sentence: Sentence, values: Readonly<Record<string, string>> = {}): string {
  const words = terminalLanguage(process.env) === 'zh-CN' ? zh : en;
  return fill(words[sentence], values);
}

/** Why the API does not start. The message is the whole sentence for whoever started it. */
export class StartProblem extends Error {
  constructor(sentence: Sentence, values: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    super(say(sentence, values), options);
    this.name = 'StartProblem';
  }
}
