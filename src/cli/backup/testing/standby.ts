/** Standbys of a real server, as `docs/operations.md` sets them up. */
import { appendFile, cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { OWNER, type Postgres, startPostgres } from '../../../standalone/postgres.ts';

/** A server with the folder that it is in. */
export interface Server extends Postgres {
  dataDir: string;
}

/** One that may be killed and still have handed all to the kernel; and keeps the log that a standby has to come after. */
const SETTINGS = { fsync: 'off', hot_standby: 'on', wal_keep_size: '256MB', autovacuum: 'off' };
/** What a server makes anew. */
const LEFT_OUT = /^(pg_wal|pg_replslot|pg_stat_tmp)\/.|^postmaster\.(pid|opts)$/;

/** Starts a server on a folder of its own, or again on the one that it had. */
export async function startServer(dataDir: string): Promise<Server> {
  return { ...(await startPostgres({ dataDir, settings: SETTINGS })), dataDir };
}

/** Makes a standby as `pg_basebackup -R` does, by the low-level backup API, and starts it. */
export async function startStandby(primary: Server, dataDir: string, name: string): Promise<Server> {
  const [from, to] = [primary, { dataDir }].map((server) => path.join(server.dataDir, 'cluster')) as [string, string];
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query('SELECT pg_backup_start($1, true)', [name]);
    await cp(from, to, { recursive: true, filter: (file) => !LEFT_OUT.test(path.relative(from, file)) });
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    await writeFile(path.join(to, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  await writeFile(path.join(to, 'standby.signal'), '');
  await appendFile(path.join(to, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo(primary, name)}'\n`);
  return startServer(dataDir);
}

/** Where a standby called so finds its primary. */
export const conninfo = ({ socketDir }: Postgres, name: string): string =>
  `host=${socketDir} port=5432 user=${OWNER} application_name=${name}`;

/** Statements as the owner of everything, one after the other. @returns rows of the last */
export async function ask<R extends pg.QueryResultRow>({ url }: Postgres, ...texts: string[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: R[] = [];
    for (const text of texts) rows = (await client.query<R>(text)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** Sets what a running server takes over without a start. */
export async function configure(server: Postgres, name: string, value: string): Promise<void> {
  await ask(server, `ALTER SYSTEM SET ${name} = '${value}'`, 'SELECT pg_reload_conf()');
}
