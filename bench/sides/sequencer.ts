/** Stands for election, and only numbers and signs the ledger: what else a leader does is left undone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { standForElection } from '../../src/api/ledger/election.ts';
import { KeptCheckpoint } from '../../src/api/ledger/restoration/kept-checkpoint.ts';
import { sequence } from '../../src/api/ledger/sequence.ts';
import { loadSigningKey } from '../../src/api/ledger/signing-key.ts';
import { hello } from '../harness/child.ts';

export interface SequenceTask {
  databaseUrl: string;
  keyFile: string;
}

const log = { info: () => {}, warn: console.error, error: console.error };
const over = new AbortController();
const { databaseUrl, keyFile } = await hello<SequenceTask>(() => over.abort());
const key = await loadSigningKey(keyFile);
const dir = await mkdtemp(path.join(tmpdir(), 'lockdesk-sequencer-'));
const kept = new KeptCheckpoint(path.join(dir, 'checkpoint'), key.origin, log);
process.send?.({});
await standForElection(databaseUrl, log, (term) => sequence(term, { keys: [key], kept, log }), over.signal);
await rm(dir, { recursive: true });
process.exit();
