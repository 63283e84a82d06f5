/** Each language by its own name, so that whoever can't read the other finds theirs. */
export const LANGUAGE_NAMES = { 'zh-CN': '简体中文', en: 'English' };

export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as (keyof typeof LANGUAGE_NAMES)[];
