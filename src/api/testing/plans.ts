/** What the database does for a statement: captured as the API sends it, explained as the API's connections plan it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import pg from 'pg';

export interface Statement {
  text: string;
  values: readonly unknown[];
}

export interface Plan {
  /** Pages of tables and indexes that it touched; 0 where it was not run. */
  buffers: number;
  nodes: PlanNode[];
  /** As one line, for a failing test to show. */
  shape: string;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Loops'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: PlanNode[];
}

/** Runs something and tells the statements that it sent, and nobody else's on the same pool. */
export type Watch = <T>(work: () => Promise<T>) => Promise<{ result: T; statements: Statement[] }>;

/** Watches the prepared statements that go through a pool from now on. */
export function watchStatements(pool: Pool): Watch {
  const caller = new AsyncLocalStorage<Statement[]>();
  const watched = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    client.query = new Proxy(client.query, {
      apply(query, self, args: unknown[]) {
        const [config] = args;
        if (isStatement(config)) caller.getStore()?.push({ text: config.text, values: config.values });
        return Reflect.apply(query, self, args);
      },
    });
  });
  return async (work) => {
    const statements: Statement[] = [];
    return { result: await caller.run(statements, work), statements };
  };
}

const isStatement = (config: unknown): config is Statement =>
  typeof config === 'object' && config !== null && 'values' in config && Array.isArray(config.values);

/** Plans a statement on a connection of the API. What only reads is run too, and its buffers counted. */
export async function explain(client: PoolClient, { text, values }: Statement): Promise<Plan> {
  const run = !/\b(INSERT|UPDATE|DELETE)\b/.test(text.replaceAll(/FOR (NO KEY )?UPDATE/g, ''));
  const given = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
  try {
    await client.query(`PREPARE explained AS ${text}`);
    const explained = `EXPLAIN (FORMAT JSON${run ? ', ANALYZE, BUFFERS' : ''}) EXECUTE explained${given}`;
    // The first run on a connection reads the catalog too.
    if (run) await client.query(explained);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained);
    const root = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!root) throw new Error('a statement without a plan');
    const nodes = flatten(root);
    return {
      buffers: (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0),
      nodes,
      shape: nodes.map((node) => [node['Node Type'], node['Index Name'] ?? node['Relation Name']].join(' ')).join(', '),
    };
  } finally {
    await client.query('DEALLOCATE explained').catch(() => {});
  }
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

/** Tables that grow without end, and their partitions. */
const LARGE =
  /^(accounts|locks|attempts|entries|entry_private|leaves|tree_nodes|looks|reviews|alerts|report_counts|unlock_hours)(_\d|$)/;

/** Tables without end that a plan reads whole, or by a bitmap of more than it needs. */
export function wholeReads({ nodes }: Plan): string[] {
  return nodes
    .filter((node) => /^(Seq|Bitmap Heap) Scan/.test(node['Node Type']) && node['Actual Loops'] !== 0)
    .flatMap((node) => node['Relation Name'] ?? [])
    .filter((relation) => LARGE.test(relation));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) {
    const items = value.map((item) => (item === null ? 'NULL' : JSON.stringify(asText(item))));
    return pg.escapeLiteral(`{${items.join(',')}}`);
  }
  return pg.escapeLiteral(asText(value));
}

function asText(value: unknown): string {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  return value instanceof Date ? value.toISOString() : String(value);
}
