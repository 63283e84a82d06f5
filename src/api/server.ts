/** The Account API as a process of its own: production's entry. Everything it reads is in `config.ts`. */
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { StartProblem, say } from './start-problem.ts';

/** How long requests and streams may take to end once the process is asked to. */
const DRAIN_MS = 20_000;

async function serve(): Promise<void> {
  const config = readConfig(process.env);
  const { app } = await buildApp(config);
  const address = await app.listen({ host: config.HOST, port: config.PORT }).catch(async (error: unknown) => {
    await app.close();
    throw explained(error, `${config.HOST}:${config.PORT}`);
  });
  process.stderr.write(`${say('listening', { address })}\n`);

  const end = () => {
    // A stream or statement that does not end must not keep the process for ever.
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    void app.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

function explained(error: unknown, address: string): unknown {
  const { code } = error as { code?: string };
  return code === 'EADDRINUSE' ? new StartProblem('address_in_use', { address }) : error;
}

serve().catch((error: unknown) => {
  const problem =
    error instanceof ConfigError ? new StartProblem('config_invalid', { problems: error.message }) : error;
  if (!(problem instanceof StartProblem)) throw problem;
  process.stderr.write(`${problem.message}\n`);
  process.exit(1);
});
