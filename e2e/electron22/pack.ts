import path from 'node:path';
import config from '../../electron-builder.ts';
import { pack } from '../../scripts/packaging/pack.ts';

/**
 * Packs the console that was built for Electron 22 as people's is packed for 45, but for a fuse that 22 doesn't have.
 *
 * @param root where it was built
 * @param electron the program of Electron 22
 * @returns the program of the package
 */
export async function packFor22(root: string, electron: string, output: string): Promise<string> {
  const { grantFileProtocolExtraPrivileges: _, ...electronFuses } = config.electronFuses;
  const changes = { ...config, electronVersion: '22.3.25', electronFuses };
  const { program } = await pack({ root, electronDist: path.dirname(electron), output, what: 'folder', changes });
  return program;
}
