import { staffSignIn as en } from '../../words/en/staff-sign-in.ts';
import { fill } from '../../words/fill.ts';
import { staffSignIn as zh } from '../../words/zh-CN/staff-sign-in.ts';
import { Html, html } from '../web/html.ts';
import { document, type Language } from '../web/page.ts';
import { STAFF, type Staff } from './staff.ts';

const words = { 'zh-CN': zh, en } as const;

interface LoginPage {
  language: Language;
  /** Path of this interaction, where the form goes. */
  action: string;
  chosen: string | undefined;
  disabled: ReadonlySet<string>;
  failure: 'wrong' | 'person_disabled' | null;
}

/** Whom to sign in as, and the password. Works without scripts and by keyboard: radio buttons, a field, two buttons. */
export function loginPage({ language, action, chosen, disabled, failure }: LoginPage): string {
  const w = words[language];
  const other: Language = language === 'en' ? 'zh-CN' : 'en';
  const person = (staff: Staff) => {
    const off = disabled.has(staff.username);
    const state = off ? w.disabled : fill(w.staff_number, { number: staff.staffNumber });
    return html`<label class="person">
<input type="radio" name="username" value="${staff.username}" required${flag('checked', staff.username === chosen)}${flag('disabled', off)}>
<span class="person__face" aria-hidden="true">${staff.name.slice(0, 1)}</span>
<span class="person__who"><b lang="zh-CN">${staff.name}</b> ${staff.roles.map((role) => w.roles[role]).join(' ')}
<small><span lang="zh-CN">${staff.office.name}</span> · <span class="person__state">${state}</span></small></span>
</label>`;
  };
  return sheet(
    language,
    w.title,
    html`<a class="language" href="${action}?lang=${other}" lang="${other}" hreflang="${other}">${w.other_language}</a>
<h1>${w.title}</h1>
<p class="lead">${w.lead}</p>
${failure ? html`<p class="failure" role="alert" id="failure">${w[failure]}</p>` : null}
<form method="post" action="${action}?lang=${language}">
<fieldset class="people"><legend>${w.people}</legend>${STAFF.map(person)}</fieldset>
<div class="field">
<label for="password">${w.password}</label>
<input id="password" name="password" type="password" autocomplete="off" required aria-describedby="hint${failure ? ' failure' : ''}"${flag('autofocus', Boolean(chosen))}>
<p class="hint" id="hint">${w.password_hint}</p>
</div>
<p class="actions">
<button class="button button--primary" type="submit">${w.sign_in}</button>
<button class="button" type="submit" name="cancel" value="yes" formnovalidate>${w.cancel}</button>
</p>
</form>`,
  );
}

/** Asks once more before the session ends; `form` is oidc-provider's own, guarded against forgery. */
export function signOutPage(language: Language, form: string): string {
  const w = words[language];
  return sheet(
    language,
    w.sign_out_title,
    html`<h1>${w.sign_out_title}</h1>
<p class="lead">${w.sign_out_lead}</p>
${new Html(form)}
<p class="actions"><button class="button button--primary" type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${w.sign_out}</button></p>`,
    ['sign-out.js'],
  );
}

export function signedOutPage(language: Language): string {
  const w = words[language];
  return sheet(language, w.signed_out_title, html`<h1>${w.signed_out_title}</h1><p class="lead">${w.signed_out}</p>`);
}

/** A sign-in that is over, or was never rightly asked for. `reason` is OAuth's own word for a developer. */
export function failurePage(language: Language, reason: string | null): string {
  const w = words[language];
  const title = reason === null ? w.expired_title : w.refused_title;
  const text = reason === null ? w.expired : fill(w.refused, { reason });
  return sheet(language, title, html`<h1>${title}</h1><p class="lead">${text}</p>`);
}

function sheet(language: Language, title: string, body: Html, scripts: string[] = []): string {
  return document({
    language,
    title: `${title} · Lockdesk`,
    styles: ['provider.css'],
    scripts,
    body: html`<main class="sheet">${body}</main>`,
  });
}

function flag(name: string, on: boolean): Html | null {
  return on ? html` ${name}` : null;
}
