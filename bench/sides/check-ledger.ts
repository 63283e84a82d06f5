/** `lockdesk verify` on a folder, or its bare peer: every bundle read and every leaf hashed. Says what it took. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runVerify } from '../../src/cli/ledger/verify.ts';
import { entriesOf, type Tile, tilePath } from '../../src/verify/index.ts';
import { hello } from '../harness/child.ts';
import { timed } from '../harness/compare.ts';

export interface CheckTask {
  dir: string;
  key: string;
  /** Only read and hash, this many full bundles. */
  bare: { bundles: number; width: number } | null;
}

export interface Checked {
  ms: number;
  /** The most memory that the process has held, start included. */
  peakBytes: number;
}

const { dir, key, bare } = await hello<CheckTask>();
const ms = await timed(async () => {
  if (bare === null) {
    if ((await runVerify([dir, '--key', key])) !== 0) throw new Error('the ledger is not as it was signed');
    return;
  }
  for (let index = 0; index < bare.bundles; index++) {
    const tile: Tile = { level: 'entries', index, width: bare.width };
    for (const leaf of entriesOf(tile, await readFile(path.join(dir, tilePath(tile))))) {
      createHash('sha256').update(leaf).digest();
    }
  }
});
process.send?.({ ms, peakBytes: process.resourceUsage().maxRSS * 1024 } satisfies Checked);
