import '../styles/paper.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { Language, Paper, PaperContent } from '../../contract/index.ts';
import { PAPER_WORDS } from '../../words/paper.ts';
import { ExtractPaper } from '../extract/extract-paper.tsx';
import { createI18n } from '../lib/i18n.ts';
import { AccountPaper } from './account-paper.tsx';
import { pageWords, putInMargins } from './margins.ts';
import { ReportPaper } from './report-paper.tsx';

/** Draws what main is about to print, and says so once all of it stands there in its own letters. */
export async function drawPaper(root: Element): Promise<void> {
  const paper = await window.lockdesk.paper.take();
  if (paper === null) return;
  const language = languageOf(paper.content);
  const i18n = createI18n(language);
  i18n.addResourceBundle(language, 'paper', PAPER_WORDS[language]);
  const margins = pageWords(paper, i18n);
  const { documentElement } = document;
  documentElement.lang = i18n.language;
  // Of the file, too.
  document.title = margins.title;
  putInMargins(documentElement, margins);
  flushSync(() =>
    createRoot(root).render(
      <I18nextProvider i18n={i18n}>
        <PaperOf paper={paper} />
      </I18nextProvider>,
    ),
  );
  await lettersOf(document.body, Object.values(margins).join(''));
  await window.lockdesk.paper.drawn();
}

/** What is for the citizen stands in both, Chinese first. */
const languageOf = ({ operation, input }: PaperContent): Language =>
  operation === 'exportExtract' ? 'zh-CN' : input.language;

function PaperOf({ paper }: { paper: Paper }) {
  const { content } = paper;
  switch (content.operation) {
    case 'exportReport':
      return <ReportPaper content={content} paper={paper} />;
    case 'exportAccountFile':
      return <AccountPaper content={content} paper={paper} />;
    case 'exportExtract':
      return <ExtractPaper content={content} paper={paper} />;
  }
}

/** Fonts of Chinese come in many files, each asked for once a letter of it is laid out; margins are laid out last of all. */
async function lettersOf(body: HTMLElement, inMargins: string): Promise<void> {
  const { fontFamily } = getComputedStyle(body);
  await document.fonts.load(`1rem ${fontFamily}`, inMargins);
  // Lays the page out, which asks for the files.
  body.getBoundingClientRect();
  await document.fonts.ready;
}
