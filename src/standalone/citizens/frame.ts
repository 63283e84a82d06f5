import { citizen as en } from '../../words/en/citizen.ts';
import { citizen as zh } from '../../words/zh-CN/citizen.ts';
import { type Html, html } from '../web/html.ts';
import { document, type Language } from '../web/page.ts';
import { icon, MARK } from './icons.ts';
import { demoPassword } from './passwords.ts';
import type { Citizen, TextMessage } from './store.ts';

export const WORDS = { 'zh-CN': zh, en } as const;

/** What stands beside every page: one citizen's phone, and the people whom one can be. */
export interface Beside {
  phone: { number: string; messages: readonly TextMessage[] } | null;
  people: readonly Citizen[];
}

interface Frame {
  language: Language;
  title: string;
  body: Html;
  beside: Beside;
  scripts?: readonly string[];
}

/** The frame around each page: the agency's head, the page, the demo's foot; the phone beside. */
export function frame({ language, title, body, beside, scripts = [] }: Frame): string {
  const w = WORDS[language];
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  return document({
    language,
    title: `${title} · ${w.site}${w.site_kind}`,
    styles: ['citizen.css'],
    scripts: ['phone.js', ...scripts],
    body: html`<a class="skip" href="#main">${w.skip}</a>
<div class="stage">
<div class="site">
<header class="site__head"><span class="site__mark">${MARK}</span>
<p class="site__name">${w.site}<small>${w.site_kind}</small></p>
<a class="site__lang" href="/language/${other}" lang="${other}" hreflang="${other}">${w.other_language}</a></header>
<main class="site__main" id="main">${body}</main>
<footer class="site__foot"><p>${w.footer}</p></footer>
</div>
<aside class="beside" aria-labelledby="phone-title">
<div class="phone" id="phone">${phone(language, beside.phone)}</div>
<p class="beside__note">${w.phone.note} <noscript><a href="/">${w.phone.refresh}</a></noscript></p>
${people(language, beside.people)}
</aside>
</div>`,
  });
}

/** The phone's screen; `phone.js` fetches it again when a message may have come. */
export function phone(language: Language, held: Beside['phone']): Html {
  const w = WORDS[language].phone;
  const head = html`<div class="phone__bar"><h2 id="phone-title">${w.title}</h2><span>${held ? masked(held.number) : w.nobody}</span></div>`;
  if (!held || held.messages.length === 0) return html`${head}<p class="texts__none">${w.none}</p>`;
  const last = held.messages.at(-1);
  return html`${head}<p class="phone__from"><span class="phone__face" aria-hidden="true">${w.from_initial}</span>${w.from}</p>
<ol class="texts" aria-label="${w.texts}">${held.messages.map(
    (message) =>
      html`<li class="${message === last ? 'new' : 'old'}" data-type="${message.type}"><p lang="zh-CN">${textOf(message)}</p><time datetime="${message.receivedAt.toISOString()}">${timeOf(message.receivedAt)}</time></li>`,
  )}</ol>`;
}

function people(language: Language, list: Beside['people']): Html {
  const w = WORDS[language].people;
  return html`<details class="people"><summary>${w.title}</summary>
<ul>${list.map(
    (citizen) =>
      html`<li data-citizen="${citizen.externalId}"><a href="/?citizen=${citizen.externalId}" lang="zh-CN">${citizen.name}</a>
<code data-field="document">${citizen.documentNumber}</code> <code data-field="phone">${citizen.phone ?? ''}</code>
${citizen.ownPassword ? w.own_password : html`<code data-field="password">${demoPassword(citizen.externalId)}</code>`}</li>`,
  )}</ul></details>`;
}

/** A one-time code stands out, as phones show it. */
function textOf({ type, text }: TextMessage): Html {
  const code = type === 'reset_code' ? /\b\w{3} \w{3} \w{3}\b|\b\w{9}\b/.exec(text)?.[0] : undefined;
  if (!code) return html`${text}`;
  const [before = '', after = ''] = text.split(code);
  return html`${before}<b class="texts__code">${code}</b>${after}`;
}

const timeOf = (at: Date) =>
  new Intl.DateTimeFormat('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  }).format(at);

const masked = (number: string) => `${number.slice(0, 3)}****${number.slice(-4)}`;

/** The quiet box at the end of a page. */
export const hintBox = (name: Parameters<typeof icon>[0], text: string) =>
  html`<p class="safe">${icon(name)}<span>${text}</span></p>`;
