import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { sameText } from '../same-text.ts';
import { readForm } from '../web/form.ts';
import { chooseLanguage, pageHeaders } from '../web/page.ts';
import { FORM_TARGETS } from './configuration.ts';
import type { DisabledStaff } from './disabled.ts';
import { failurePage, loginPage } from './pages.ts';
import { findStaff } from './staff.ts';

interface Login {
  provider: Provider;
  password: string;
  disabledStaff: DisabledStaff;
}

/** `/login/<uid>`: the page where oidc-provider sends whoever has to sign in. */
export function login({ provider, password, disabledStaff }: Login) {
  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const asked = url.searchParams.get('lang') ?? undefined;
    const accepted = request.headers['accept-language'];
    const show = (status: number, page: string) => response.writeHead(status, pageHeaders(FORM_TARGETS)).end(page);

    const details = await provider.interactionDetails(request, response).catch((error: unknown) => {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    });
    if (!details || url.pathname !== `/login/${details.uid}`) {
      show(400, failurePage(chooseLanguage(asked, accepted), null));
      return;
    }
    const text = (name: string) => (typeof details.params[name] === 'string' ? details.params[name] : undefined);
    const language = chooseLanguage(asked, text('ui_locales'), accepted);
    const disabled = await disabledStaff.list();
    const page = { language, action: url.pathname, disabled };

    if (request.method !== 'POST') {
      show(200, loginPage({ ...page, chosen: text('login_hint'), failure: null }));
      return;
    }
    const form = await readForm(request);
    const username = form.get('username') ?? '';
    if (form.has('cancel')) {
      await provider.interactionFinished(request, response, { error: 'access_denied' });
    } else if (!findStaff(username) || !sameText(form.get('password') ?? '', password)) {
      show(401, loginPage({ ...page, chosen: username, failure: 'wrong' }));
    } else if (disabled.has(username)) {
      show(403, loginPage({ ...page, chosen: undefined, failure: 'person_disabled' }));
    } else {
      // Not remembered: closing the browser of a shared workstation ends the session.
      await provider.interactionFinished(request, response, { login: { accountId: username, remember: false } });
    }
  };
}
