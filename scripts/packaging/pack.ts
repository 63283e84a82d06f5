import { glob } from 'node:fs/promises';
import path from 'node:path';
import { build, type Configuration, createTargets, Platform } from 'electron-builder';
import config from '../../electron-builder.ts';
import { stagePackage } from './stage.ts';

interface Packing {
  /** Holds the built console in `out`. */
  root: string;
  /** An unpacked Electron for this platform. */
  electronDist: string;
  /** Where packages come to lie. */
  output: string;
  /** The folder that is installed, or also the installers that bring it. */
  what: 'folder' | 'installers';
  platform?: Platform;
  changes?: Configuration;
}

/** A console as it is installed. */
export interface Installed {
  /** What a person starts; on macOS the bundle. */
  program: string;
  resources: string;
  folder: string;
}

/** Packs the console by electron-builder, as `electron-builder.ts` says. */
export async function pack({ root, electronDist, output, what, platform, changes }: Packing): Promise<Installed[]> {
  await stagePackage(root);
  const target = platform ?? Platform.current();
  await build({
    projectDir: root,
    targets: createTargets([target], what === 'folder' ? 'dir' : null),
    config: { ...changes, electronDist, directories: { ...config.directories, output } },
    publish: 'never',
  });
  return installed(output, target);
}

async function installed(output: string, platform: Platform): Promise<Installed[]> {
  const found: Installed[] = [];
  if (platform === Platform.MAC) {
    for await (const name of glob('mac*/*.app', { cwd: output })) {
      const program = path.join(output, name);
      found.push({ program, resources: path.join(program, 'Contents/Resources'), folder: program });
    }
    return found;
  }
  const program = platform === Platform.WINDOWS ? `${config.productName}.exe` : config.linux.executableName;
  for await (const name of glob(`*-unpacked/${program}`, { cwd: output })) {
    const folder = path.join(output, path.dirname(name));
    found.push({ program: path.join(output, name), resources: path.join(folder, 'resources'), folder });
  }
  return found;
}
