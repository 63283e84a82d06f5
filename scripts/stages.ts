/**
 * The stages of `npm run check` and `npm test`: each is one command whose output is shown only when it fails (a static
 * check) or as it comes (a test run), and whose tests are counted from its own report.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

export interface Stage {
  name: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
  /**
   * Reads what the run's own report counted; `report` is the file that `{report}` in args or env stood for. A stage
   * without one counts as a single test.
   */
  count?: (report: string) => Promise<Count>;
  /** Why it can't run on this machine, or null. It then counts as one that was skipped. */
  missing?: () => Promise<string | null>;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  numPendingTests: number;
  numTodoTests: number;
}

export const countVitest = async (report: string): Promise<Count> => {
  const counts: VitestReport = JSON.parse(await readFile(report, 'utf8'));
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  };
};

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** A flaky test is one that failed: a retry must not hide a race. */
export const countPlaywright = async (report: string): Promise<Count> => {
  const { stats }: PlaywrightReport = JSON.parse(await readFile(report, 'utf8'));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
};

const run = (stage: Stage, report: string): Promise<{ ok: boolean; output: string }> =>
  new Promise((resolve) => {
    const fill = (text: string) => text.replaceAll('{report}', report);
    const quiet = stage.count === undefined;
    const child = spawn(stage.command, stage.args.map(fill), {
      env: {
        ...process.env,
        // Colours are for a person who looks on; in a log they are noise.
        ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
        ...Object.fromEntries(Object.entries(stage.env ?? {}).map(([name, value]) => [name, fill(value)])),
      },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });

/** Runs one stage and says how it went. A run that failed without a failed test counts as one failure. */
export async function runStage(stage: Stage): Promise<Count> {
  const missing = (await stage.missing?.()) ?? null;
  if (missing !== null) {
    console.log(`– ${stage.name}: skipped. ${missing}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-report-'));
  const report = path.join(folder, 'report.json');
  const began = performance.now();
  try {
    const { ok, output } = await run(stage, report);
    const count = stage.count
      ? await stage.count(report).catch((): Count => ({ passed: 0, failed: 1, skipped: 0 }))
      : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
    if (!ok && count.failed === 0) count.failed = 1;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${count.failed === 0 ? '✓' : '✗'} ${stage.name} (${seconds} s)`);
    if (count.failed > 0 && output !== '') console.log(output);
    return count;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs stages one after the other, all of them whatever fails, and ends with the line that sums them up. */
export async function runStages(stages: readonly Stage[]): Promise<never> {
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const stage of stages) {
    const count = await runStage(stage);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exit(total.failed === 0 ? 0 : 1);
}
