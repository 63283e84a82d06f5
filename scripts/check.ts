/** `npm run check`: everything that can be said of the sources without running them, in about fifteen seconds. */
import { CHECKS } from './checks.ts';
import { runStages } from './stages.ts';

await runStages(CHECKS);
