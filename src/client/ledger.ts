import type { AxiosInstance } from 'axios';
import { LEDGER_PATH } from '../contract/index.ts';
import { failureOf, LockdeskError } from './failure.ts';

const NOT_FOUND = 404;

/**
 * Reads a file of the ledger: `checkpoint`, a tile or a bundle by its path.
 *
 * @returns null where there is none
 * @throws LockdeskError and nothing else
 */
export async function readLedgerFile(http: AxiosInstance, path: string): Promise<Buffer | null> {
  try {
    const { data } = await http.get<ArrayBuffer>(LEDGER_PATH + path, { responseType: 'arraybuffer' });
    return Buffer.from(data);
  } catch (error) {
    const failure = failureOf(withJson(error));
    if (failure.status === NOT_FOUND) return null;
    throw new LockdeskError(failure);
  }
}

/** A failure's body is JSON, though bytes were asked for. */
function withJson(error: unknown): unknown {
  const { response } = error as { response?: { data: unknown } };
  if (response && (response.data instanceof ArrayBuffer || Buffer.isBuffer(response.data))) {
    try {
      response.data = JSON.parse(Buffer.from(response.data as ArrayBuffer).toString());
    } catch {
      // Not the API's: `failureOf` says so.
    }
  }
  return error;
}
