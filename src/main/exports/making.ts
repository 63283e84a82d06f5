import type { ConsoleCallInput, DocumentOperation, ExportProgress, TableOperation } from '../../contract/console.ts';
import type { ExportedDocument, ExportedFile } from '../../contract/export.ts';
import type { Part } from '../../contract/extract.ts';

/** What is to be in the file, checked by the operation's own schema. */
export type Asked = AskedTable | AskedDocument;
export type AskedTable = AskedFor<TableOperation>;
export type AskedDocument = AskedFor<DocumentOperation>;
interface AskedFor<N> extends Omit<ConsoleCallInput<'export:save'>, 'operation'> {
  operation: N;
}

/** What whoever makes a file is given. */
export interface Making {
  /** Throws `NotWritable`, as does `settle`. */
  write(bytes: Uint8Array): Promise<void>;
  /** All that was written is on the disk, though not yet under its name. */
  settle(): Promise<void>;
  tell(progress: ExportProgress): void;
  /** Aborted by the person, or when the session ends. */
  signal: AbortSignal;
}

/** A document, and what is to be printed after it where that was a part. */
export interface MadeDocument extends Made<ExportedDocument> {
  part: Part;
  next: AskedDocument | null;
}

/** As the ledger has it. */
export interface Made<F extends ExportedFile = ExportedFile> {
  export_id: string;
  file: F;
}

/** The ledger says of a file that it was made, or may say so, and there is none here. */
export class EndLost extends Error {}

/** The place that was chosen does not take the file. */
export class NotWritable extends Error {}
