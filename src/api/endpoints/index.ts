import type { EndpointName } from '../../contract/index.ts';
import type { EndpointHandler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { live, ready } from './health.ts';
import { metrics } from './metrics.ts';
import { openapi } from './openapi.ts';

/** For endpoints whose file is still being written. Goes with the last of them. */
const unwritten: EndpointHandler = () => {
  throw new ApiError('internal', {});
};

/** Every endpoint of the contract's second table and what does it. A missing one does not compile. */
export const ENDPOINT_HANDLERS: { readonly [E in EndpointName]: EndpointHandler } = {
  stream: unwritten,
  live,
  ready,
  metrics,
  openapi,
};
