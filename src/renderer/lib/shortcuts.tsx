/**
 * Keys. A person may turn single letters off (WCAG 2.1.4), and none of them works while a text field has the focus. Only
 * the topmost layer hears them: what is behind a dialog stays still.
 */
import { createContext, type ReactNode, use, useEffect, useEffectEvent } from 'react';
import { useSettings } from './live.tsx';

/** As it is printed on keys: `U`, `?`, `F6`, `Escape`, `Ctrl+K`, `Ctrl+Shift+L`. */
export type ShortcutKey = string;

interface Entry {
  key: ShortcutKey;
  layer: number;
  press: (event: KeyboardEvent) => void;
}

const entries: Entry[] = [];
const layers: number[] = [0];
const Layer = createContext(0);
let nextLayer = 1;

export const newLayer = (): number => nextLayer++;

/** Everything inside a dialog: while its layer is raised, its keys hide those of the page behind. */
export function ShortcutLayer({ layer, children }: { layer: number; children: ReactNode }) {
  return <Layer value={layer}>{children}</Layer>;
}

/** Puts a layer on top; the answer takes it away again. */
export function raiseLayer(layer: number): () => void {
  layers.push(layer);
  return () => {
    layers.splice(layers.lastIndexOf(layer), 1);
  };
}

/** Whether a key is a character by itself, which a person may have turned off. */
export const isLetterKey = (key: ShortcutKey): boolean => key.length === 1;

function keyOf(event: KeyboardEvent): ShortcutKey {
  const name = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // A character brings its own Shift: `?` is Shift and a key that differs between keyboards.
  const shift = event.shiftKey && (event.ctrlKey || event.key.length > 1);
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

const NOT_TEXT = ['button', 'checkbox', 'radio', 'range', 'reset', 'submit', 'color', 'file'];

/** Whether what a person types goes into a text, or finds an item of a menu by its first letters. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NOT_TEXT.includes(target.type);
  return target.matches('textarea, select, [contenteditable], [role="menu"] *, [role="listbox"] *');
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const key = keyOf(event);
  if (isLetterKey(key) && takesText(event.target)) return;
  const top = layers.at(-1);
  const entry = entries.findLast((one) => one.key === key && one.layer === top);
  if (entry === undefined) return;
  event.preventDefault();
  entry.press(event);
}

/**
 * Does something on a key while the component is there. Where two want the same key the later one gets it. With
 * `enabled: false`, or a letter where letters are off, the key is nobody's.
 */
export function useShortcut(key: ShortcutKey | undefined, press: () => void, { enabled = true } = {}): void {
  const layer = use(Layer);
  const works = useShortcutWorks(key) && enabled;
  const pressed = useEffectEvent(press);
  useEffect(() => {
    if (key === undefined || !works) return;
    const entry: Entry = { key, layer, press: () => pressed() };
    entries.push(entry);
    if (entries.length === 1) window.addEventListener('keydown', onKeyDown);
    return () => {
      entries.splice(entries.indexOf(entry), 1);
      if (entries.length === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, [key, layer, works]);
}

/** Whether a key is in use, so that it may be printed on its button. */
export function useShortcutWorks(key: ShortcutKey | undefined): boolean {
  const { letter_keys } = useSettings();
  return key !== undefined && (letter_keys || !isLetterKey(key));
}

/** For `aria-keyshortcuts`. */
export const ariaKey = (key: ShortcutKey): string => key.replace('Ctrl+', 'Control+');
