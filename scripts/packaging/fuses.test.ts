import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FUSE_NAMES, FUSES, readFuses, wrongFuses } from './fuses.ts';
import { layStandIn } from './stand-in.ts';

let folder: string;
let program: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lockdesk-fuses-'));
  await layStandIn(folder);
  program = path.join(folder, 'electron');
});
afterEach(() => rm(folder, { recursive: true }));

test('each fuse of a program that nobody set is told', async () => {
  expect(wrongFuses(await readFuses(program))).toHaveLength(FUSES.size);
});

test('one that was forgotten is told among those that were set', async () => {
  const wanted = [...FUSES].map(([name, on]) => [FUSE_NAMES.indexOf(name), on]);
  await flipFuses(program, { version: FuseVersion.V1, ...Object.fromEntries(wanted) });
  expect(wrongFuses(await readFuses(program))).toEqual([]);
  await flipFuses(program, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  expect(wrongFuses(await readFuses(program))).toEqual([
    'The fuse EnableNodeCliInspectArguments is on, and should be off.',
  ]);
});

test('one that this Electron does not know is told', async () => {
  const read = await readFuses(program);
  read.delete('GrantFileProtocolExtraPrivileges');
  expect(wrongFuses(read)).toContain(
    'The fuse GrantFileProtocolExtraPrivileges is unknown to this Electron, and should be off.',
  );
});
