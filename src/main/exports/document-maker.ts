import { createHash } from 'node:crypto';
import type { ExportProgress } from '../../contract/console.ts';
import type { DocumentEnd } from '../../contract/export.ts';
import type { Paper, PaperContent } from '../../contract/paper.ts';
import { warn } from '../log.ts';
import { pagesOf } from '../printing/press.ts';
import { type AskedDocument, EndLost, type MadeDocument, type Making } from './making.ts';
import { untilAnswered } from './until-answered.ts';

export interface DocumentWays {
  /** Writes the first entry of the export, and answers what is to be printed. */
  begin: (request: AskedDocument, signal: AbortSignal) => Promise<PaperContent>;
  /** Whose document it is, and how far the ledger was checked, looked at now. */
  surround: (content: PaperContent) => Promise<Paper>;
  print: (paper: Paper, signal: AbortSignal) => Promise<Uint8Array>;
  /** Writes the second entry, the first time that the same is told. */
  end: (exportId: string, end: DocumentEnd) => Promise<void>;
}

/**
 * Prints a document to a file. The ledger is told of its hash once all of it is on the disk, and only then does it get its
 * name: whoever has the file has both entries.
 */
export async function makeDocument(
  { begin, surround, print, end }: DocumentWays,
  request: AskedDocument,
  making: Making,
): Promise<MadeDocument> {
  const { write, settle, tell, signal } = making;
  tell({ step: 'reading' });
  const content = await begin(request, signal);
  const { export_id } = content.answer;
  const { part, next } = partOf(content);
  const told = (step: Step) => tell(part.of === 1 ? { step } : { step, part });
  try {
    const paper = await surround(content);
    told('printing');
    const pdf = await print(paper, signal);
    await write(pdf);
    await settle();
    signal.throwIfAborted();
    told('recording');
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const file = { pages: pagesOf(pdf), bytes: pdf.length, sha256 };
    await untilAnswered(() => end(export_id, { is: 'done', file }), making);
    return { export_id, file, part, next };
  } catch (error) {
    const ended = end(export_id, { is: 'failed', why: signal.aborted ? 'cancelled' : 'broken_off' });
    const isTold = await ended.then(
      () => true,
      () => false,
    );
    // Once that is the ledger's word, the other one is not.
    if (error instanceof EndLost && isTold) throw error.cause;
    // An end of which nobody tells is found in an hour.
    if (!isTold) warn('export_end_not_told');
    throw error;
  }
}

type Step = Extract<ExportProgress, { step: unknown }>['step'];

/** An extract may have several parts. */
function partOf({ operation, input, answer }: PaperContent): Pick<MadeDocument, 'part' | 'next'> {
  if (operation !== 'exportExtract') return { part: { number: 1, of: 1 }, next: null };
  return {
    part: answer.part,
    next: answer.next === null ? null : { operation, input: { ...input, after: answer.next } },
  };
}
