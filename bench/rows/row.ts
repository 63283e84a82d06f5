import type { Finding } from '../harness/finding.ts';
import type { Bench } from '../stage/bench.ts';

/** One row of the table: what is promised, and what shows whether it is kept. */
export interface Row {
  /** What the command is given to run this row alone. */
  name: string;
  /** Of the list of targets, where it stands there. */
  number: number | null;
  promise: string;
  /** The other side of the comparison. */
  against: string;
  run(bench: Bench): Promise<Finding[]>;
}
