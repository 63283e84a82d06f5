import { chromiumShell as en } from '../words/en/chromium-shell.ts';
import { fill } from '../words/fill.ts';
import { terminalLanguage } from '../words/terminal.ts';
import { chromiumShell as zh } from '../words/zh-CN/chromium-shell.ts';

/** A line on the terminal, in the terminal's language. */
export function say(key: keyof typeof zh, values: Record<string, string> = {}): void {
  const words = terminalLanguage(process.env) === 'zh-CN' ? zh : en;
  console.error(fill(words[key], values));
}
