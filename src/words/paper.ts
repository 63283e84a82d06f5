/** What stands on printed documents, by language. Apart from the rest: only a page that draws one reads it. */
import { paper as en } from './en/paper.ts';
import { paper as zh } from './zh-CN/paper.ts';

export const PAPER_WORDS = { 'zh-CN': zh, en } satisfies Record<string, typeof zh>;
