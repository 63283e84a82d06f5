import { type AxiosInstance, isAxiosError } from 'axios';
import { ENDPOINTS } from '../contract/endpoints.ts';
import { failureOf, LockdeskError } from './failure.ts';

/**
 * The file of an export that one has begun, as it comes. A connection that ends before the file does throws while it is
 * read.
 *
 * @param http with the `fetch` adapter
 * @throws LockdeskError and nothing else
 */
export async function readExportFile(
  http: AxiosInstance,
  exportId: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { path, produces } = ENDPOINTS.exportFile;
  try {
    const { data } = await http.get<ReadableStream<Uint8Array>>(path.replace('{export_id}', exportId), {
      responseType: 'stream',
      // It would also cut a file that comes well.
      timeout: 0,
      signal,
      headers: { accept: produces },
    });
    return data;
  } catch (error) {
    throw new LockdeskError(failureOf(await withJson(error)));
  }
}

/** A failure's body is JSON, though a stream was asked for. */
async function withJson(error: unknown): Promise<unknown> {
  if (isAxiosError<unknown>(error) && error.response?.data instanceof ReadableStream) {
    error.response.data = await new Response(error.response.data).json().catch(() => null);
  }
  return error;
}
