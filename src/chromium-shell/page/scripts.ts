import { randomUUID } from 'node:crypto';
import { bridgeBetweenWorlds, preloadWorld } from './worlds.ts';

/** Names of the preload's world and of the one binding in it. */
export const WORLD = 'lockdesk-preload';
export const BINDING = 'shellHears';

/** Scripts that run at the start of each document of the window, the page's side first. Main frames only, as in Electron. */
export function documentScripts(preload: string, product: string): { page: string; preload: string } {
  const name = JSON.stringify(randomUUID());
  const bridge = `(${bridgeBetweenWorlds})`;
  const shell = JSON.stringify({ product });
  return {
    page: `if (window === window.top) {
      ${bridge}(${name}, 'page', 'preload');
      Object.defineProperty(window, 'lockdeskChromiumShell', { value: Object.freeze(${shell}), enumerable: true });
    }`,
    preload: `if (window === window.top) {
      const { expose } = ${bridge}(${name}, 'preload', 'page');
      (${preloadWorld})((require) => {\n${preload}\n}, expose, ${BINDING});
    }`,
  };
}
