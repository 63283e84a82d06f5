/** Writes what a whole run measured to docs/performance.md. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Row } from '../rows/row.ts';
import { entriesBeside } from '../stage/bench.ts';
import { type Finding, figure } from './finding.ts';

interface Result {
  row: Row;
  findings: Finding[];
}

export interface Run {
  results: Result[];
  /** Of the large database. */
  accounts: number;
  seconds: number;
  machine: string[];
}

const DOCUMENT = new URL('../../docs/performance.md', import.meta.url);
const NOTES = new URL('../notes/', import.meta.url);

export async function writeReport(run: Run): Promise<void> {
  await writeFile(DOCUMENT, await report(run));
}

async function report({ results, accounts, seconds, machine }: Run): Promise<string> {
  const judged = results.flatMap(({ findings }) => findings).filter(({ met }) => met !== null);
  const missed = results.filter(({ findings }) => findings.some(({ met }) => met === false));
  return `# Performance

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; edit nothing here: reasons stand in \`bench/notes/\`, one file a row.
${judged.filter(({ met }) => met).length} of ${judged.length} targets are met.

Each ratio compares two sides measured in turn (A B A B …) in one run: the median over at least 7 repeats, with the least
and the greatest of them in brackets, then what either side took by itself. Counts are the same in every run, so CI gates
on them (\`npm run bench -- --quick\`); times are only told.

${machine.map((line) => `- ${line}`).join('\n')}
- the large database: ${figure(accounts)} accounts, a fifth of them locked, and a ledger of ${figure(entriesBeside(accounts))} entries
- the whole run: ${Math.round(seconds / 60)} minutes

${table(results)}
## Where a target is missed

${(await Promise.all(missed.map(reason))).join('\n') || 'Nowhere.\n'}`;
}

function table(results: Result[]): string {
  const lines = results.flatMap(({ row, findings }) =>
    findings.map(({ what, target, measured, sides, met, missedBy }, at) =>
      [
        at === 0 ? (row.number ?? '') : '',
        at === 0 ? row.promise : '',
        what,
        target ?? 'none',
        at === 0 ? row.against : '',
        measured,
        sides,
        met === null ? 'told' : met ? 'met' : `**missed by ${missedBy}**`,
      ].join(' | '),
    ),
  );
  return `| # | promise | measured here | target | against | result | A : B | |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.map((line) => `| ${line} |\n`).join('')}`;
}

async function reason({ row, findings }: Result): Promise<string> {
  const note = await readFile(new URL(`${row.name}.md`, NOTES), 'utf8').catch(() => 'The reason is not known yet.\n');
  const what = findings.filter(({ met }) => met === false).map(({ what, missedBy }) => `${what} by ${missedBy}`);
  return `**${row.promise}** – ${what.join(', ')}. ${note}`;
}
