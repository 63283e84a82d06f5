import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { StandaloneProblem } from '../say.ts';
import type { Lacking } from './distribution.ts';

const run = promisify(execFile);

/** What Keycloak 26 asks for. */
const LEAST_JAVA = 17;

/** The Java of JAVA_HOME, else that of the PATH, if it is new enough. */
export async function findJava(): Promise<{ java: string } | Lacking> {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? path.join(JAVA_HOME, 'bin', 'java') : 'java';
  // It tells its version on standard error: `openjdk version "17.0.15" 2025-04-15`.
  const told = await run(java, ['-version']).catch(() => null);
  if (told === null) return { why: new StandaloneProblem('keycloak_no_java', { least: LEAST_JAVA }) };
  const version = /version "(\d+)/.exec(told.stderr)?.[1] ?? '?';
  if (Number(version) >= LEAST_JAVA) return { java };
  return { why: new StandaloneProblem('keycloak_old_java', { java, version, least: LEAST_JAVA }) };
}

/** Twenty thousand users and a page of five hundred fit; Keycloak's own default. The whole takes 100 to 200 MiB more. */
const HEAP = '-Xmx512m';
/** Half the work to start, in three quarters of the memory; what runs for long is slower. */
const QUICK_START = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
/** What Keycloak's own start script tells the machine. */
const FLAGS = [
  '-XX:MetaspaceSize=96M',
  '-XX:MaxMetaspaceSize=256m',
  '-XX:+ExitOnOutOfMemoryError',
  '-Dfile.encoding=UTF-8',
  '-Duser.language=en',
  '-Duser.country=US',
  ...['java.util', 'java.util.concurrent', 'java.security', 'java.lang'].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  ),
  '--enable-native-access=ALL-UNNAMED',
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Dpicocli.disable.closures=true',
];

/** Kept from looking whether it should build itself anew: 26.4 would end for that at each start. */
const AS_BUILT = '-Dkc.config.built=true';

/** The arguments by which Java lets Keycloak build itself in `home`, for a command to come. */
export const buildArgs = (home: string, command: readonly string[]): string[] => javaArgs(QUICK_START, home, command);

/**
 * The arguments by which Java runs Keycloak. Its start script is left out: that one stays between us and the server, and
 * dies without it.
 *
 * @param home Keycloak reads its parts from there, and writes `data` into it
 * @param measured as an agency runs it, and not for a quick start
 */
export const serverArgs = (home: string, command: readonly string[], measured = false): string[] =>
  javaArgs([...(measured ? [] : QUICK_START), AS_BUILT], home, command);

const javaArgs = (flags: readonly string[], home: string, command: readonly string[]): string[] => [
  HEAP,
  ...FLAGS,
  ...flags,
  `-Dkc.home.dir=${home}`,
  `-Djboss.server.config.dir=${path.join(home, 'conf')}`,
  '-cp',
  path.join(home, 'lib', 'quarkus-run.jar'),
  'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
  ...command,
];
