import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { isFirstInstance } from './single-instance.ts';

const LINK = 'lockdesk://entry/01910a3e-0000-7000-8000-000000000001';
const workstation = () => `/nowhere/${randomUUID()}`;
const nobody = () => expect.unreachable('a later one is told of nobody');

test('a later one hands its command line to the first', async () => {
  const folder = workstation();
  const knocked = vi.fn<(args: string[]) => void>();
  expect(await isFirstInstance(folder, [], knocked)).toBe(true);
  expect(await isFirstInstance(folder, ['--headless', LINK], nobody)).toBe(false);
  await vi.waitFor(() => expect(knocked).toHaveBeenCalledWith(['--headless', LINK]), 10_000);
});

test('whoever says too much is heard to say nothing, and is still not the first', async () => {
  const folder = workstation();
  const knocked = vi.fn<(args: string[]) => void>();
  await isFirstInstance(folder, [], knocked);
  expect(await isFirstInstance(folder, [LINK.padEnd(1_000_000, 'x')], nobody)).toBe(false);
  await vi.waitFor(() => expect(knocked).toHaveBeenCalledWith([]), 10_000);
});

test('consoles of two data folders are both the first', async () => {
  expect(await isFirstInstance(workstation(), [], nobody)).toBe(true);
  expect(await isFirstInstance(workstation(), [], nobody)).toBe(true);
});
