/**
 * `npm run bench [-- [--quick] [--accounts N] [row…]]`: measures what is promised about speed, side by side in one run.
 * Without names all rows run, and their table is written to docs/performance.md if each of them ran. `--quick` is for CI:
 * small sizes, few repeats, and nothing is written. Fails where a row does not run or a count is missed; missed times are
 * only told.
 */
import { parseArgs } from 'node:util';
import { type Finding, figure } from './harness/finding.ts';
import { machine } from './harness/machine.ts';
import { writeReport } from './harness/report.ts';
import { ROWS } from './rows/index.ts';
import { Bench } from './stage/bench.ts';

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, accounts: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${ROWS.map((row) => row.name).join(', ')}.`);
  process.exit(2);
}

const rows = positionals.length === 0 ? ROWS : ROWS.filter((row) => positionals.includes(row.name));
const accounts = Number(values.accounts ?? (values.quick ? 20_000 : 1_000_000));
const results: { row: (typeof ROWS)[number]; findings: Finding[] }[] = [];
const began = performance.now();
let broken = false;
let missed = false;
{
  await using bench = new Bench({ quick: values.quick, accounts });
  for (const row of rows) {
    console.error(`${row.name}: ${row.promise}`);
    const rowBegan = performance.now();
    const findings = await row.run(bench).catch((error: unknown) => {
      console.error(error);
      broken = true;
      return [];
    });
    for (const { what, target, measured, sides, met } of findings) {
      const verdict = met === null ? 'told' : met ? 'met' : 'MISSED';
      console.log([row.name, what, target ?? '', measured, sides, verdict].join('\t'));
    }
    if (findings.some(({ kind, met }) => kind === 'count' && met === false)) missed = true;
    results.push({ row, findings });
    console.error(`  ${figure((performance.now() - rowBegan) / 1000)} s`);
  }
}
const seconds = (performance.now() - began) / 1000;
console.error(`${figure(seconds)} s in all`);
if (positionals.length === 0 && !values.quick && !broken) {
  await writeReport({ results, accounts, seconds, machine: machine() });
}
process.exit(broken || missed ? 1 : 0);
