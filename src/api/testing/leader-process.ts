/** A process that does nothing but stand for election and sequence, for tests that kill it. Says when it leads. */
import { standForElection } from '../ledger/election.ts';
import { sequence } from '../ledger/sequence.ts';
import { SigningKey } from '../ledger/signing-key.ts';
import { keepingNothing } from './signing.ts';

const [, , databaseUrl = ''] = process.argv;
/** The same in every process: one of them goes on where another was killed. */
const key = new SigningKey('lockdesk.test/ledger', new Uint8Array(32));
const log = { info: () => process.stdout.write('leading\n'), warn: () => {} };
const signing = keepingNothing(key);
await standForElection(databaseUrl, log, (term) => sequence(term, signing), new AbortController().signal);
