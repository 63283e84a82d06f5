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
  /** What is started. */
  program: string;
  /** Where the archive lies, and what else is not Electron's. */
  resources: string;
}

/** Packs the console for this machine's kind of processor by electron-builder, as `electron-builder.ts` says. */
export async function pack({ root, electronDist, output, what, platform, changes }: Packing): Promise<Installed> {
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

const NAME = config.productName;
/** Where a platform's program comes to lie below the output, and from there its resources. */
const PLACES = new Map([
  [Platform.LINUX, { program: `linux*-unpacked/${config.linux.executableName}`, resources: 'resources' }],
  [Platform.WINDOWS, { program: `win*-unpacked/${NAME}.exe`, resources: 'resources' }],
  [Platform.MAC, { program: `mac*/${NAME}.app/Contents/MacOS/${NAME}`, resources: '../Resources' }],
]);

async function installed(output: string, platform: Platform): Promise<Installed> {
  const place = PLACES.get(platform);
  if (place === undefined) throw new Error(`The console is not packed for ${platform.name}.`);
  for await (const found of glob(place.program, { cwd: output })) {
    const program = path.join(output, found);
    return { program, resources: path.join(path.dirname(program), place.resources) };
  }
  throw new Error(`electron-builder made no package in ${output}.`);
}
