import { expect, test } from 'vitest';
import { html } from './html.ts';

test('whatever fills a page is escaped, in text and in attributes; markup of ours is not', () => {
  const hostile = `"><script>alert('1' & 2)</script>`;
  const page = html`<p title="${hostile}">${html`<b>${hostile}</b>`}${[html`<i>`, 3, null]}</p>`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39; &amp; 2)&lt;/script&gt;';
  expect(page.text).toBe(`<p title="${escaped}"><b>${escaped}</b><i>3</p>`);
});
