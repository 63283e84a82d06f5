import type { Language } from '../src/contract/common.ts';
import { html } from '../src/standalone/web/html.ts';
import type { tour } from '../src/words/zh-CN/tour.ts';

interface Picture {
  text: string;
  file: string;
}

/** The tour's report: one page without script, its pictures beside it. */
export function reportPage(language: Language, words: typeof tour, pictures: readonly Picture[]): string {
  const steps = pictures.map(
    ({ text, file }) =>
      html`<li><h2>${text}</h2><a href="${file}"><img src="${file}" alt="${text}" loading="lazy"></a></li>`,
  );
  return html`<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
ol { padding: 0; list-style-position: inside }
h2 { display: inline; font-size: 1.125rem }
img { display: block; max-width: 100%; margin: .75rem 0 2.5rem; border: 1px solid #8888; border-radius: .5rem }
</style>
<main>
<h1>${words.title}</h1>
<p>${words.lead}</p>
<p><small>${words.shell}</small></p>
<ol>
${steps}
</ol>
</main>
</html>
`.text;
}
