/** Answers every request at once with the same JSON: what a client costs shows best where the server costs nothing. */
import { createServer } from 'node:http';
import { hello, listening } from '../harness/child.ts';

export interface FixedTask {
  body: string;
}

const { body } = await hello<FixedTask>();
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) };
await listening(createServer((_request, response) => response.writeHead(200, headers).end(body)));
