#!/usr/bin/env node
/**
 * `lockdesk`: the administrator's command. Looks only at the Node it runs on, and loads the command itself after that: an
 * older one might not even read it.
 */
import { fill } from '../words/fill.ts';
import { EXIT, words } from './say.ts';

const NODE_LEAST = 24;

if (Number.parseInt(process.versions.node, 10) >= NODE_LEAST) void import('./command.ts');
else {
  process.stderr.write(`${fill(words.problem.node_too_old, { least: NODE_LEAST, here: process.version })}\n`);
  process.exitCode = EXIT.unfinished;
}
