import { Language } from '../../contract/index.ts';

export const LANGUAGES = Language.options;

/** Each in its own language, so that everybody finds theirs. */
export const LANGUAGE_NAMES: Record<Language, string> = { 'zh-CN': '简体中文', en: 'English' };
