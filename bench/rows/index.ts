import { consoleHttp } from './console-http.ts';
import { ingest } from './ingest.ts';
import { lockedPage } from './locked-page.ts';
import { pageCost } from './page-cost.ts';
import type { Row } from './row.ts';
import { tokenCheck } from './token-check.ts';
import { unlock } from './unlock.ts';
import { unlockThroughput } from './unlock-throughput.ts';

/** In the order they run: what only reads comes before what changes the filled database. */
export const ROWS: readonly Row[] = [tokenCheck, consoleHttp, pageCost, lockedPage, unlock, unlockThroughput, ingest];
