/**
 * The peer: `node:http` and `pg`, the statements that the API says, and nothing else – no framework, no authentication,
 * no check of what comes or goes. A process of its own, as the API is.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { makePool } from '../../src/api/db/pool.ts';
import { hello, listening } from '../harness/child.ts';
import type { Recording } from '../harness/recording.ts';
import { makeReplay } from './replay.ts';

export interface BareTask {
  databaseUrl: string;
  connections: number;
  recording: Recording;
}

const { databaseUrl, connections, recording } = await hello<BareTask>();
const pool = makePool(databaseUrl, connections);
const replay = makeReplay(recording);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.setEncoding('utf8').toArray()).join('');
  const client = await pool.connect();
  try {
    const rows = await replay(client, body === '' ? [] : JSON.parse(body));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(rows));
  } catch (error) {
    response.writeHead(500).end(String(error));
  } finally {
    client.release();
  }
}

await listening(createServer((request, response) => void answer(request, response)));
