import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../contract/index.ts';
import { WORDS, type Words } from '../../words/index.ts';
import type { PAPER_WORDS } from '../../words/paper.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console';
    /** `paper` is there where a document is drawn. */
    resources: Words & { paper: (typeof PAPER_WORDS)['zh-CN'] };
  }
}

/** Both languages are in the bundle, so that switching is immediate and needs nobody to answer. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    resources: WORDS,
    defaultNS: 'console',
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  return instance;
}
