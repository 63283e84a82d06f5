import { clickToConfirmed } from './click-to-confirmed.ts';
import { coldStart } from './cold-start.ts';
import { consoleHttp } from './console-http.ts';
import { electronMemory } from './electron-memory.ts';
import { electronStart } from './electron-start.ts';
import { eventToRow } from './event-to-row.ts';
import { ingest } from './ingest.ts';
import { ledgerSize } from './ledger-size.ts';
import { ledgerThroughput } from './ledger-throughput.ts';
import { list } from './list.ts';
import { lockedPage } from './locked-page.ts';
import { lockedTotal } from './locked-total.ts';
import { memory } from './memory.ts';
import { pageCost } from './page-cost.ts';
import type { Row } from './row.ts';
import { signingDelay } from './signing-delay.ts';
import { tokenCheck } from './token-check.ts';
import { unlock } from './unlock.ts';
import { unlockThroughput } from './unlock-throughput.ts';
import { verifyLedger } from './verify-ledger.ts';

/** In the order they run: what only reads comes before what changes the filled database. */
export const ROWS: readonly Row[] = [
  tokenCheck,
  consoleHttp,
  pageCost,
  lockedTotal,
  ledgerSize,
  lockedPage,
  list,
  coldStart,
  memory,
  electronStart,
  electronMemory,
  clickToConfirmed,
  eventToRow,
  unlock,
  unlockThroughput,
  ledgerThroughput,
  signingDelay,
  ingest,
  verifyLedger,
];
