import * as oidc from 'openid-client';
import type { Language } from '../../contract/common.ts';
import type { SignInFailure } from '../../contract/console.ts';
import { listenForCallback } from './callback.ts';
import { type Provider, ProviderUnreachable, type SignInRequest, type Tokens } from './provider.ts';
import { resultPage } from './result-page.ts';

export class SignInError extends Error {
  readonly failure: SignInFailure;

  constructor(failure: SignInFailure) {
    super(failure);
    this.failure = failure;
  }
}

export interface SignInOptions {
  provider: Provider;
  language: Language;
  /** Hint for the provider's form; the person may still sign in as someone else. */
  who: string | null;
  openBrowser: (url: URL) => Promise<void>;
  /** Its reason is the `SignInError` to end with. */
  signal: AbortSignal;
}

/**
 * Signs one person in by the system browser: authorization code with PKCE, answered on a loopback port.
 *
 * @throws SignInError
 */
export async function signIn({ provider, language, who, openBrowser, signal }: SignInOptions): Promise<Tokens> {
  let request: SignInRequest | null = null;
  const outcome = Promise.withResolvers<Tokens>();
  // Nobody awaits it while the browser is being opened.
  outcome.promise.catch(() => {});
  signal.addEventListener('abort', () => outcome.reject(signal.reason));

  const callback = await listenForCallback({
    state: () => request?.state ?? '',
    page: (page) => resultPage(page, language),
    take: async (answer) => {
      if (request === null || signal.aborted) return false;
      try {
        outcome.resolve(await provider.finish(request, answer));
        return true;
      } catch (error) {
        outcome.reject(new SignInError(failureOf(error)));
        return false;
      }
    },
  });
  try {
    request = await provider.begin(callback.redirectUri, who, language).catch((error: unknown) => {
      throw new SignInError(failureOf(error));
    });
    signal.throwIfAborted();
    const opened = openBrowser(request.url).catch(() => {
      throw new SignInError('no_browser');
    });
    // A system that never says whether it has opened one must not keep the person from giving up.
    await Promise.race([opened, outcome.promise]);
    return await outcome.promise;
  } finally {
    callback.close();
  }
}

function failureOf(error: unknown): SignInFailure {
  if (error instanceof oidc.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'denied' : 'provider_answer_invalid';
  }
  return error instanceof ProviderUnreachable ? 'provider_unreachable' : 'provider_answer_invalid';
}
