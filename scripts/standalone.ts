/**
 * `npm run -s standalone -- [--port 7100] [--data DIR] [--fresh] [--citizens 5000] [--no-traffic]`: all of Lockdesk but
 * the console. Prints one line on stdout when it serves, `ready {"api":…,"issuer":…,"citizens":…}`, and runs until it is
 * asked to end.
 */
import { runStandalone } from './run-standalone.ts';

await runStandalone(process.argv.slice(2), ({ api, issuer, citizens }) => {
  process.stdout.write(`ready ${JSON.stringify({ api, issuer, citizens })}\n`);
});
