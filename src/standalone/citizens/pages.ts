import { fill } from '../../words/fill.ts';
import { type Html, html } from '../web/html.ts';
import type { Language } from '../web/page.ts';
import { type Beside, frame, hintBox, WORDS } from './frame.ts';
import { icon } from './icons.ts';
import type { Strength } from './strength.ts';

export interface Shown {
  language: Language;
  beside: Beside;
}

export function signInPage(
  { language, beside }: Shown,
  name: string,
  failure: 'wrong' | 'session_over' | 'unavailable' | null,
): string {
  const w = WORDS[language];
  const body = html`<h1>${w.sign_in.title}</h1>
<p class="lead">${w.sign_in.lead}</p>
${failureBox(failure && w.sign_in[failure])}
<form class="form" method="post" action="/sign-in">
${field('name', w.name, html`<input id="name" name="name" class="inp" autocomplete="username" required maxlength="128" value="${name}">`)}
${field('password', w.password, html`<input id="password" name="password" class="inp" type="password" autocomplete="current-password" required maxlength="128">${showButton(language)}`)}
<button class="go" type="submit">${w.sign_in.submit}</button>
<p class="under"><a href="/redeem">${w.have_code}</a></p>
</form>
${hintBox('shield-check', w.never_asked)}`;
  return frame({ language, title: w.sign_in.title, body, beside, scripts: ['password.js'] });
}

/** The same for every account and for none: no name, no cause, no time. */
export function pausedPage({ language, beside }: Shown): string {
  const w = WORDS[language];
  const p = w.paused;
  const way = (name: Parameters<typeof icon>[0], title: string, text: string) =>
    html`<li>${icon(name)}<p><b>${title}</b>${text}</p></li>`;
  const body = html`<h1>${p.title}</h1>
<p class="lead">${p.lead}</p>
<p class="notice">${icon('message-square-text')}<span><b>${p.if_yours}</b>${p.if_yours_text}</span></p>
<h2>${p.ways}</h2>
<ul class="ways">${way('clock', p.wait, p.wait_text)}${way('map-pin', p.office, p.office_text)}${way('phone', p.hotline, p.hotline_text)}</ul>
<a class="go go--line" href="/redeem">${w.have_code}</a>
<p class="under"><a href="/">${w.back}</a></p>`;
  return frame({ language, title: p.title, body, beside });
}

export function redeemPage(
  { language, beside }: Shown,
  { name, formId, failure }: { name: string; formId: string; failure: 'refused' | 'over' | null },
): string {
  const w = WORDS[language];
  const r = w.redeem;
  const sentences = { refused: r.refused, over: w.choose.over };
  const body = html`<h1>${r.title}</h1>
<p class="lead">${r.lead}</p>
${failureBox(failure && sentences[failure])}
<form class="form" method="post" action="/redeem">
<input type="hidden" name="form" value="${formId}">
${field('name', w.name, html`<input id="name" name="name" class="inp" autocomplete="username" required maxlength="128" value="${name}">`)}
${field(
  'code',
  r.code,
  html`<input id="code" name="code" class="inp inp--code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required minlength="9" maxlength="32" aria-describedby="code-hint">`,
  html`<p class="hint" id="code-hint">${r.code_hint}</p>`,
)}
<button class="go" type="submit">${r.submit}</button>
<p class="hint">${r.no_text}</p>
</form>
${hintBox('shield-check', r.fraud)}`;
  return frame({ language, title: r.title, body, beside });
}

export function choosePage({ language, beside }: Shown, failed: Strength | null): string {
  const w = WORDS[language].choose;
  const body = html`<h1>${w.title}</h1>
<p class="lead">${w.lead}</p>
${failureBox(failed && w.weak)}
<form class="form" method="post" action="/password">
${field('new-password', w.password, html`<input id="new-password" name="password" class="inp" type="password" autocomplete="new-password" spellcheck="false" required maxlength="128" aria-describedby="strength">${showButton(language)}`)}
<div id="strength">${strengthView(language, failed)}</div>
<button class="go" type="submit">${w.submit}</button>
</form>
${hintBox('notebook-pen', w.advice)}`;
  return frame({ language, title: w.title, body, beside, scripts: ['password.js', 'strength.js'] });
}

/** A word first, bars beside it, then what is still missing. Null: nothing typed yet. */
export function strengthView(language: Language, strength: Strength | null): Html {
  const w = WORDS[language].choose;
  const rule = (ok: boolean | undefined, text: string) =>
    html`<li class="${ok ? 'ok' : 'open'}">${icon(ok ? 'circle-check' : 'lightbulb')}${text}</li>`;
  return html`${strength && meter(language, strength)}
<ul class="rules">
${rule(strength?.longEnough, fill(w.length, { length: strength?.length ?? 0 }))}
${rule(strength?.impersonal, w.impersonal)}
${rule(strength?.uncommon, w.uncommon)}
${strength?.score === 4 ? null : rule(false, w.better)}
</ul>`;
}

function meter(language: Language, { score, accepted }: Strength): Html {
  const w = WORDS[language].choose;
  // A strong password that holds a birthday is not accepted, so it is not called good.
  const shown = accepted ? score : Math.min(score, 2);
  const bars = [1, 2, 3, 4].map((bar) => html`<i class="${bar <= shown ? 'on' : 'off'}"></i>`);
  return html`<div class="strength strength--${Math.min(shown, 3)}" data-accepted="${accepted ? 'yes' : 'no'}">
<p role="status"><span>${w.strength}</span><b>${icon(accepted ? 'thumbs-up' : 'circle-x')}${w.scores[shown] ?? ''}</b></p>
<span class="strength__bars" aria-hidden="true">${bars}</span></div>`;
}

export function homePage({ language, beside }: Shown, name: string): string {
  const w = WORDS[language].home;
  const title = fill(w.title, { name });
  const body = html`<h1>${title}</h1>
<p class="lead">${icon('circle-check')} ${w.lead}</p>
<form class="form" method="post" action="/sign-out"><button class="go go--line" type="submit">${w.sign_out}</button></form>
${hintBox('shield-check', w.safe)}`;
  return frame({ language, title, body, beside });
}

const failureBox = (text: string | null) => (text ? html`<p class="failure" role="alert">${text}</p>` : null);

const field = (id: string, label: string, input: Html, hint: Html | null = null) =>
  html`<div class="fld"><label for="${id}">${label}</label><div class="fld__box">${input}</div>${hint}</div>`;

/** For browsers with scripts: `password.js` brings it out. */
function showButton(language: Language): Html {
  const w = WORDS[language];
  return html`<button class="fld__end" type="button" aria-pressed="false" data-show="${w.show}" data-hide="${w.hide}" hidden>${w.show}</button>`;
}
