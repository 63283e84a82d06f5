import type { EndpointName } from '../../contract/index.ts';
import type { EndpointHandler } from '../http/handler.ts';
import { stream } from '../http/stream.ts';
import { exportFile } from './export-file.ts';
import { live, ready } from './health.ts';
import { ledgerCheckpoint, ledgerCosignedCheckpoint, ledgerEntries, ledgerTile } from './ledger-files.ts';
import { ledgerKey, ledgerRotations } from './ledger-key.ts';
import { metrics } from './metrics.ts';
import { openapi } from './openapi.ts';

/** Every endpoint of the contract's second table and what does it. A missing one does not compile. */
export const ENDPOINT_HANDLERS: { readonly [E in EndpointName]: EndpointHandler } = {
  stream,
  exportFile,
  ledgerCheckpoint,
  ledgerCosignedCheckpoint,
  ledgerKey,
  ledgerRotations,
  ledgerEntries,
  ledgerTile,
  live,
  ready,
  metrics,
  openapi,
};
