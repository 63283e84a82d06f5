import { chromiumShell as en } from '../words/en/chromium-shell.ts';
import { fill } from '../words/fill.ts';
import { chromiumShell as zh } from '../words/zh-CN/chromium-shell.ts';

/** A line on the terminal, in the terminal's language (IEEE Std 1003.1, 8.2). */
export function say(key: keyof typeof zh, values: Record<string, string> = {}): void {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const words = (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? zh : en;
  console.error(fill(words[key], values));
}
