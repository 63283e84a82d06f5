import { tmpdir } from 'node:os';
import pg from 'pg';
import { expect, test } from 'vitest';
import { knownProblem } from './known-problem.ts';

const refused = (sqlState: string) => Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code: sqlState });

/** As `execFile` rejects. */
const initdb = (stderr: string) => Object.assign(new Error('Command failed: initdb'), { code: 1, stderr });

test.each([
  ['a folder closed to this person', { code: 'EACCES', message: 'permission denied' }, 'not_writable'],
  ['a file system without writing', { code: 'EROFS', message: 'read-only file system' }, 'not_writable'],
  ['initdb in such a folder', initdb('initdb: error: could not create directory: Permission denied'), 'not_writable'],
  ['a full disk', { code: 'ENOSPC', message: 'no space left on device' }, 'disk_full'],
  ['initdb on a full disk', initdb('FATAL: wrote only 4096 of 8192 bytes\nHINT: Check free disk space.'), 'disk_full'],
  ['a server on a full disk', refused('53100'), 'disk_full'],
])('%s is told as what it is', async (_what, error, code) => {
  expect(await knownProblem(error, tmpdir())).toMatchObject({ code });
});

test.each([
  ['another refusal of the server', refused('23505')],
  ['a mistake of ours', new TypeError('x is not a function')],
])('%s is none of them', async (_what, error) => {
  expect(await knownProblem(error, tmpdir())).toBeNull();
});
