import type { BrowserContext, Route } from 'playwright';

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * A browser knows no schemes of ours, and only https is a secure origin. So `app://console/x` is shown as
 * `https://console.app.invalid/x`: a name that can never resolve (RFC 6761 §6.4), answered by interception.
 */
const TOP = 'invalid';

const handlers = new Map<string, Handler>();

export const protocol: Pick<Electron.Protocol, 'handle' | 'registerSchemesAsPrivileged'> = {
  handle: (scheme, handler) => void handlers.set(scheme, handler),
  // What this asks for is what an https origin is.
  registerSchemesAsPrivileged: () => {},
};

/** The address that the browser is given for one of ours; others stay as they are. */
export function toBrowser(address: string): string {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  return handlers.has(scheme) ? `https://${url.host}.${scheme}.${TOP}${url.pathname}${url.search}${url.hash}` : address;
}

/** The address as main knows it. */
export function fromBrowser(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const [host, scheme, top, ...more] = url.host.split('.');
  if (url.protocol !== 'https:' || top !== TOP || more.length > 0 || !scheme || !handlers.has(scheme)) return address;
  return `${scheme}://${host}${url.pathname}${url.search}${url.hash}`;
}

/** Answers what belongs to our schemes from main's handlers. */
export async function serveSchemes(context: BrowserContext): Promise<void> {
  await context.route(
    ({ hostname }) => hostname.endsWith(`.${TOP}`),
    async (route) => {
      const address = fromBrowser(route.request().url());
      const handler = handlers.get(new URL(address).protocol.slice(0, -1));
      if (handler === undefined) return route.abort('namenotresolved');
      await answer(route, await handler(new Request(address, { method: route.request().method() })));
    },
  );
}

async function answer(route: Route, response: Response): Promise<void> {
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}
