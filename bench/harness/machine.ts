import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What measured, for whoever compares: a list of lines. */
export function machine(): string[] {
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
  ];
}
