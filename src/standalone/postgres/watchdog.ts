/**
 * Attends a PostgreSQL for its parent; see `attend.ts`.
 *
 *     node watchdog.ts '{"command":"…","args":["…"],"uid":…,"gid":…}'
 */
import { attend } from './attend.ts';
import type { Command } from './identity.ts';

process.exit(await attend(JSON.parse(process.argv[2] ?? '') as Command));
