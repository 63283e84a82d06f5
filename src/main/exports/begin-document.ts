import type { Client } from '../../client/index.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import type { PaperContent } from '../../contract/paper.ts';
import type { AskedDocument } from './making.ts';

/** Begins a document's export and has what is to be printed. @throws LockdeskError */
export async function beginDocument(
  client: Client,
  { operation, input }: AskedDocument,
  signal: AbortSignal,
): Promise<PaperContent> {
  switch (operation) {
    case 'exportReport': {
      const asked = OPERATIONS.exportReport.input.parse(input);
      return { operation, input: asked, answer: await client.exportReport(asked, { signal }) };
    }
    case 'exportAccountFile': {
      const asked = OPERATIONS.exportAccountFile.input.parse(input);
      return { operation, input: asked, answer: await client.exportAccountFile(asked, { signal }) };
    }
    case 'exportExtract': {
      const asked = OPERATIONS.exportExtract.input.parse(input);
      return { operation, input: asked, answer: await client.exportExtract(asked, { signal }) };
    }
  }
}
