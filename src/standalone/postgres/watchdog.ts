/**
 * Attends a server for its parent; see `attend.ts`.
 *
 *     node watchdog.ts '{"command":"…","args":["…"],"uid":…,"gid":…,"signals":…,"pidFile":…}'
 */
import { type Attended, attend } from './attend.ts';

process.exit(await attend(JSON.parse(process.argv[2] ?? '') as Attended));
