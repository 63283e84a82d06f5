/**
 * A PostgreSQL that has, beside its own folder, a disk of a few megabytes: a tmpfs that only this process and its server
 * see. To be run by `startSmallDisk`, in namespaces of its own. Says the server's URL, and ends with its input.
 */
import { startPostgres } from '../../standalone/postgres.ts';

const [, , dataDir = ''] = process.argv;
const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' } });
process.stdout.write(`${postgres.url}\n`);
for await (const _ of process.stdin);
await postgres.stop();
