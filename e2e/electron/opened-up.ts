import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * A copy of a packed console that Playwright can hold on to. It does so by a debugger in main, for which it starts the
 * program with `--inspect`; that fuse alone is flipped back, and all else is as it is shipped.
 *
 * @param program of the package
 * @returns that of the copy
 */
export async function openedUp(program: string, folder: string): Promise<string> {
  // On macOS a program belongs to a bundle, `X.app/Contents/MacOS/X`; elsewhere to its folder.
  const whole = process.platform === 'darwin' ? path.join(program, '../../..') : path.dirname(program);
  const copy = path.join(folder, 'opened-up', path.basename(whole));
  await mkdir(path.dirname(copy));
  await cp(whole, copy, { recursive: true, verbatimSymlinks: true });
  const opened = path.join(copy, path.relative(whole, program));
  await flipFuses(opened, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    resetAdHocDarwinSignature: process.platform === 'darwin',
  });
  return opened;
}
