import { FuseState, getCurrentFuseWire, FuseV1Options as NUMBERS } from '@electron/fuses';
import config from '../../electron-builder.ts';

/** Every fuse there is, in the order of the binary. */
export const FUSE_NAMES = Object.keys(NUMBERS).filter((name) => Number.isNaN(Number(name)));

/** Which the console sets, and whether to on. electron-builder writes their names with a small letter. */
export const FUSES: ReadonlyMap<string, boolean> = new Map(
  Object.entries(config.electronFuses).map(([name, on]) => [name.charAt(0).toUpperCase() + name.slice(1), on]),
);

const STATES = new Map<unknown, string>([
  [FuseState.ENABLE, 'on'],
  [FuseState.DISABLE, 'off'],
  [FuseState.REMOVED, 'removed'],
]);

/** What the fuses in a built program are, by name. */
export async function readFuses(program: string): Promise<Map<string, string>> {
  const { version: _, ...wire } = await getCurrentFuseWire(program);
  return new Map(
    Object.entries(wire).map(([number, state]) => [
      FUSE_NAMES[Number(number)] ?? number,
      STATES.get(state) ?? 'unknown',
    ]),
  );
}

/** A sentence for each fuse that is not as `electron-builder.ts` has it. */
export function wrongFuses(read: ReadonlyMap<string, string>): string[] {
  return [...FUSES].flatMap(([name, on]) => {
    const state = read.get(name) ?? 'unknown to this Electron';
    const wanted = on ? 'on' : 'off';
    return state === wanted ? [] : [`The fuse ${name} is ${state}, and should be ${wanted}.`];
  });
}
