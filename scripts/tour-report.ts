import type { Language } from '../src/contract/console.ts';
import type { tourWords } from './tour.ts';

interface Picture {
  text: string;
  file: string;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

/** The tour's report: one page without script, its pictures beside it. */
export function reportPage(
  language: Language,
  words: ReturnType<typeof tourWords>,
  pictures: readonly Picture[],
): string {
  const steps = pictures.map(
    ({ text, file }) =>
      `<li><h2>${escapeHtml(text)}</h2><a href="${file}"><img src="${file}" alt="${escapeHtml(text)}" loading="lazy"></a></li>`,
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(words.title)}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
ol { padding: 0; list-style-position: inside }
h2 { display: inline; font-size: 1.125rem }
img { display: block; max-width: 100%; margin: .75rem 0 2.5rem; border: 1px solid #8888; border-radius: .5rem }
</style>
<main>
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.lead)}</p>
<p><small>${escapeHtml(words.shell)}</small></p>
<ol>
${steps.join('\n')}
</ol>
</main>
</html>
`;
}
