/** Heads of the tables that go to files, by language. Apart from the rest: only the API writes them, no page reads it. */
import { tables as en } from './en/tables.ts';
import { tables as zh } from './zh-CN/tables.ts';

export const TABLE_WORDS = { 'zh-CN': zh, en } satisfies Record<string, typeof zh>;
