/** The Account API in a process of its own. */
import { buildApp } from '../../src/api/app.ts';
import { readConfig } from '../../src/api/config.ts';
import { hello } from '../harness/child.ts';

await hello<object>();
const { app } = await buildApp(readConfig(process.env));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: Number(new URL(url).port) });
