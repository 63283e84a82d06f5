import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify, stripVTControlCharacters } from 'node:util';
import { StandaloneProblem, say } from '../say.ts';

/** On Windows it is a script, which needs a shell. */
const SHELL = process.platform === 'win32';
const MAVEN = 'mvn';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const TOLD_STEPS = 10;

export const hasMaven = (): Promise<boolean> =>
  promisify(execFile)(MAVEN, ['-v'], { shell: SHELL }).then(
    () => true,
    () => false,
  );

/**
 * Fetches a Keycloak by Maven, with the mirrors and the proxy of this person's settings, and keeps it in Maven's own cache.
 *
 * @param folder gets a copy
 * @returns the packed file
 * @throws StandaloneProblem with what Maven said
 */
export async function fetchByMaven(version: string, folder: string, tell: (sentence: string) => void): Promise<string> {
  const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:tar.gz`;
  tell(say('progress', 'keycloak_fetching', { version }));
  // A file that does not match its checksum is refused.
  const args = ['--strict-checksums', COPY, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  const maven = spawn(MAVEN, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: SHELL });
  const problems: string[] = [];
  let step = 0;
  // Its progress comes as one line that overwrites itself, which readline takes for many.
  createInterface({ input: maven.stdout }).on('line', (line) => {
    const text = stripVTControlCharacters(line);
    if (text.startsWith('[ERROR] ')) problems.push(text.slice('[ERROR] '.length));
    const [, done, all] = /^Progress \(1\): (\d+)\S*\/(\d+) MB/.exec(text) ?? [];
    if (!done || !all) return;
    const reached = Math.floor((Number(done) / Number(all)) * TOLD_STEPS);
    if (reached > step) tell(say('progress', 'keycloak_fetched', { done, all }));
    step = Math.max(step, reached);
  });
  const code = await new Promise<number | null>((resolve) => {
    maven.once('error', () => resolve(null)).once('close', resolve);
  });
  const [problem = `mvn: ${code}`] = problems;
  if (code !== 0) throw new StandaloneProblem('keycloak_not_fetched', { version, problem });
  return path.join(folder, `keycloak-quarkus-dist-${version}.tar.gz`);
}
