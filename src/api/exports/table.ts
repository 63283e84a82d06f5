import type * as z from 'zod';
import type { Language } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Services } from '../services.ts';
import { type Wording, wordingOf } from './wording.ts';

/** What stands above a column, and what a row has in it. */
export type Column<Row> = readonly [head: string, cell: (row: Row) => string];

export type TableSources = Pick<Services, 'db' | 'config'>;

interface Declaration<Asked extends { language: Language }, Row> {
  /** What it is asked for by. */
  asked: z.ZodType<Asked>;
  /** The rows that the reader may see, as the screen would show them: a page of them is all that is in memory. */
  pages: (sources: TableSources, reader: StaffActor, asked: Asked) => AsyncIterable<readonly Row[]>;
  columns: (wording: Wording) => readonly Column<Row>[];
}

/** Something that the API writes as a file. */
export interface Table {
  /** The heading, then the rows page by page. @param asked as it was checked when the export was begun */
  records(sources: TableSources, reader: StaffActor, asked: unknown): AsyncGenerator<string[][]>;
}

export function table<Asked extends { language: Language }, Row>(declared: Declaration<Asked, Row>): Table {
  return {
    async *records(sources, reader, given) {
      const asked = declared.asked.parse(given);
      const columns = declared.columns(wordingOf(asked.language, sources.config.TIME_ZONE));
      yield [columns.map(([head]) => head)];
      for await (const page of declared.pages(sources, reader, asked)) {
        yield page.map((row) => columns.map(([, cell]) => cell(row)));
      }
    },
  };
}

/** Rows that are read at once, in pages: what a file needs of memory beside them stays small. */
export function* inPages<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  const page = 500;
  for (let from = 0; from < rows.length; from += page) yield rows.slice(from, from + page);
}
