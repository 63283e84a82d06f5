import { createHash } from 'node:crypto';
import type { DocumentEnd, ExportedDocument } from '../../contract/export.ts';
import type { Paper, PaperContent } from '../../contract/paper.ts';
import { warn } from '../log.ts';
import { pagesOf } from '../printing/press.ts';
import type { AskedDocument, Made, Making } from './making.ts';

export interface DocumentWays {
  /** Writes the first entry of the export, and answers what is to be printed. */
  begin: (request: AskedDocument, signal: AbortSignal) => Promise<PaperContent>;
  /** Whose document it is, and how far the ledger was checked, looked at now. */
  surround: (content: PaperContent) => Promise<Paper>;
  print: (paper: Paper, signal: AbortSignal) => Promise<Uint8Array>;
  /** Writes the second entry. */
  end: (exportId: string, end: DocumentEnd) => Promise<void>;
}

/**
 * Prints a document to a file. The ledger is told of its hash once all of it is on the disk, and only then does it get its
 * name: whoever has the file has both entries.
 */
export async function makeDocument(
  { begin, surround, print, end }: DocumentWays,
  request: AskedDocument,
  { write, settle, tell, signal }: Making,
): Promise<Made<ExportedDocument>> {
  tell({ step: 'reading' });
  const content = await begin(request, signal);
  const { export_id } = content.answer;
  try {
    const paper = await surround(content);
    tell({ step: 'printing' });
    const pdf = await print(paper, signal);
    await write(pdf);
    await settle();
    signal.throwIfAborted();
    tell({ step: 'recording' });
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const file = { pages: pagesOf(pdf), bytes: pdf.length, sha256 };
    await end(export_id, { is: 'done', file });
    return { export_id, file };
  } catch (error) {
    // Where this can't be told either, the first entry stays pending, which is as true.
    await end(export_id, { is: 'failed', why: signal.aborted ? 'cancelled' : 'broken_off' }).catch(() =>
      warn('export_end_not_told'),
    );
    throw error;
  }
}
