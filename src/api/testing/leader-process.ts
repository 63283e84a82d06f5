/** A process that does nothing but stand for election and sequence, for tests that kill it. Says when it leads. */
import { standForElection } from '../ledger/election.ts';
import { sequence } from '../ledger/sequence.ts';

const [, , databaseUrl = ''] = process.argv;
const log = { info: () => process.stdout.write('leading\n'), warn: () => {} };
await standForElection(databaseUrl, log, sequence, new AbortController().signal);
