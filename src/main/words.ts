import type { Language } from '../contract/common.ts';
import { main as en } from '../words/en/main.ts';
import { main as zh } from '../words/zh-CN/main.ts';

export type MainWords = typeof zh;

/** What main says itself: menus, native dialogs, the page that ends signing in. The page of the console words the rest. */
export function mainWords(language: Language): MainWords {
  return language === 'zh-CN' ? zh : en;
}
