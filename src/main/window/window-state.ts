import type { Rectangle } from 'electron';
import * as z from 'zod';

export const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** The counters' common screen. */
const FIRST_SIZE = { width: 1366, height: 768 };
/** So much of a window must lie on a screen for a person to get hold of it. */
const VISIBLE = 100;

/** Where the window was, unless that place has gone with a screen since; then a first size in the middle. */
export function placeFor(state: WindowState | null, screens: Rectangle[]): Partial<Rectangle> {
  if (state === null) return FIRST_SIZE;
  const { x, y, width, height } = state;
  const reachable = screens.some(
    (screen) =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= VISIBLE &&
      y >= screen.y &&
      y <= screen.y + screen.height - VISIBLE,
  );
  return reachable ? { x, y, width, height } : FIRST_SIZE;
}
