import { createHash } from 'node:crypto';
import type { Language } from '../../contract/common.ts';
import { mainWords } from '../words.ts';

/** What the person sees in the browser when it has come back to the console. */
export type ResultPage = 'signed_in' | 'failed' | 'not_ours';

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.6 system-ui,"Noto Sans SC",sans-serif;max-width:32em;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.6rem;line-height:1.3}';

const hash = createHash('sha256').update(STYLE).digest('base64');
export const RESULT_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`;

/** Holds nothing but fixed words: nothing that came by the request is shown. */
export function resultPage(page: ResultPage, language: Language): string {
  const { title, text } = mainWords(language).sign_in_page[page];
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Lockdesk</title><style>${STYLE}</style><main><h1>${title}</h1><p>${text}</p></main></html>`;
}
