/**
 * The typed client, derived from the contract: one method an operation. How a request gets its token, its retries and
 * its way to the network is the business of the axios instance handed in.
 */
import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import { HEADERS } from '../contract/headers.ts';
import {
  OPERATION_NAMES,
  OPERATIONS,
  type OperationInput,
  type OperationName,
  type OperationOutput,
  type Operations,
} from '../contract/operations.ts';
import { failureOf, LockdeskError } from './failure.ts';
import { requestOf } from './request.ts';

export { readExportFile } from './export.ts';
export { failureOf, LockdeskError } from './failure.ts';
export { readLedgerFile } from './ledger.ts';

interface CallOptions {
  signal?: AbortSignal;
}

/** The same key for the same body, for as long as its answer is not known; a new one for any other body. */
export interface ActionOptions extends CallOptions {
  idempotencyKey: string;
}

type OptionsOf<N extends OperationName> = Operations[N]['kind'] extends 'action'
  ? [options: ActionOptions]
  : [options?: CallOptions];

/** Each method throws `LockdeskError` and nothing else. */
export type Client = {
  [N in OperationName]: (input: OperationInput<N>, ...options: OptionsOf<N>) => Promise<OperationOutput<N>>;
};

export function createClient(http: AxiosInstance): Client {
  const methods = OPERATION_NAMES.map((name) => [
    name,
    (input: Record<string, unknown>, options?: Partial<ActionOptions>) => callOperation(http, name, input, options),
  ]);
  return Object.fromEntries(methods) as Client;
}

/**
 * The same by name, for a caller that carries any operation and has checked the input against its schema.
 *
 * @throws LockdeskError and nothing else
 */
export async function callOperation(
  http: AxiosInstance,
  name: OperationName,
  input: Record<string, unknown>,
  { idempotencyKey, signal }: Partial<ActionOptions> = {},
): Promise<unknown> {
  const config: AxiosRequestConfig = {
    ...requestOf(OPERATIONS[name], input),
    ...(signal && { signal }),
    ...(idempotencyKey && { headers: { [HEADERS.idempotencyKey]: idempotencyKey } }),
  };
  const response = await http.request<unknown>(config).catch((error: unknown) => {
    throw new LockdeskError(failureOf(error));
  });
  // Unknown fields are dropped, so that an older console goes on with a newer API.
  const output = OPERATIONS[name].output.safeParse(response.data);
  if (output.success) return output.data;
  throw new LockdeskError({
    code: 'answer_invalid',
    status: response.status,
    request_id: null,
    details: {},
    title: `The answer to ${name} is not the contract's`,
  });
}
