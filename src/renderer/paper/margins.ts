import type { i18n } from 'i18next';
import type { DocumentOperation, Paper, Part } from '../../contract/index.ts';
import { EXTRACT_WORDS, partOf } from '../extract/line-words.ts';
import { momentOf } from '../lib/days.ts';

/** What stands in the margins of every page. */
export interface Margins {
  title: string;
  head: string;
  printedBy: string;
  exportId: string;
  /** Around the page's number and the number of pages. */
  page: [string, string, string];
}

const TITLES = {
  exportReport: 'report.title',
  exportAccountFile: 'account.title',
} as const satisfies Record<Exclude<DocumentOperation, 'exportExtract'>, string>;

export function pageWords({ content, by }: Paper, { getFixedT, language }: i18n): Margins {
  const t = getFixedT(language, 'paper');
  const { export_id, recorded_at } = content.answer;
  const at = momentOf(recorded_at);
  const time = `${at.date} ${at.minute}`;
  const office = by.office === null ? [] : [by.office.name];
  if (content.operation === 'exportExtract') return extractMargins(content.answer.part, office, time, export_id);
  const title = t(TITLES[content.operation]);
  const [before = '', between = '', after = ''] = t('page', { page: '\0', pages: '\0' }).split('\0');
  return {
    title,
    head: t('head', { title }),
    printedBy: t('printed_by', { name: [...office, by.name].join(t('join')), time }),
    exportId: t('export_id', { id: export_id }),
    page: [before, between, after],
  };
}

/** In both languages as far as there is room, and without the name of whoever made it. */
function extractMargins(part: Part, office: string[], time: string, id: string): Margins {
  const { 'zh-CN': zh, en } = EXTRACT_WORDS;
  return {
    title: `${zh.title}${partOf(zh, part)} ${en.title}${partOf(en, part)}`,
    head: `${zh.title}${partOf(zh, part)}`,
    printedBy: [...office, time].join(' · '),
    exportId: `${zh.id} ${en.id} ${id}`,
    page: ['', ' / ', ''],
  };
}

/** Chromium writes them there by the styles, which alone know the number of a page. */
export function putInMargins({ style }: HTMLElement, { head, printedBy, exportId, page }: Margins): void {
  style.setProperty('--paper-head', cssText(head));
  style.setProperty('--paper-by', cssText(printedBy));
  style.setProperty('--paper-export', cssText(exportId));
  for (const [at, words] of page.entries()) style.setProperty(`--paper-page-${at}`, cssText(words));
}

/** A string as CSS writes it (CSS Syntax 3, §4.3.7): nothing that it holds ends it. */
const cssText = (text: string): string =>
  `"${text.replaceAll(/["\\\n\r\f]/g, (letter) => `\\${letter.charCodeAt(0).toString(16)} `)}"`;
