import { type Html, html } from './html.ts';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

interface Page {
  language: Language;
  title: string;
  /** Names of style sheets and scripts among the site's assets. */
  styles: readonly string[];
  scripts?: readonly string[];
  body: Html;
}

/** A whole document. Styles and scripts are files of our own: the policy below allows no other. */
export function document({ language, title, styles, scripts = [], body }: Page): string {
  return html`<!doctype html>
<html lang="${language}" data-density="roomy">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${['noto-sans-sc/index.css', 'tokens.css', ...styles].map((name) => html`<link rel="stylesheet" href="/assets/${name}">`)}
${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
</head>
<body>
${body}
</body>
</html>
`.text;
}

/**
 * Headers of every page. Browsers apply `form-action` to the redirects after a form too: `formTargets` names the other
 * origins where one may end.
 */
export function pageHeaders(formTargets = ''): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      "script-src 'self'",
      "font-src 'self'",
      "connect-src 'self'",
      `form-action 'self' ${formTargets}`.trimEnd(),
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** The first language that is asked for and that we speak; Chinese otherwise. Takes `ui_locales` and Accept-Language. */
export function chooseLanguage(...asked: (string | undefined)[]): Language {
  for (const list of asked) {
    for (const wanted of (list ?? '').split(/[\s,]+/)) {
      if (/^zh\b/i.test(wanted)) return 'zh-CN';
      if (/^en\b/i.test(wanted)) return 'en';
    }
  }
  return 'zh-CN';
}
