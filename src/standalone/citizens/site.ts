import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Trouble } from '../trouble.ts';
import { Assets } from '../web/assets.ts';
import { chooseLanguage, LANGUAGES, type Language, pageHeaders } from '../web/page.ts';
import { cookiesOf, setCookie } from './cookies.ts';
import { type Beside, phone } from './frame.ts';
import { receiveMessages } from './messages.ts';
import { deviceOf, originOf } from './origin.ts';
import { choosePage, homePage, pausedPage, redeemPage, type Shown, signInPage, strengthView } from './pages.ts';
import type { SignIn } from './sign-in.ts';
import type { Citizen, CitizenStore } from './store.ts';
import { strengthOf } from './strength.ts';

const FORM_BYTES = 16 * 1024;
/** Of those whom the traffic leaves alone. */
const PEOPLE_SHOWN = 24;

export interface SiteParts {
  server: Server;
  store: CitizenStore;
  signIn: SignIn;
  notifierSecret: string;
  trafficSecret: string;
  trouble: Trouble;
}

const NOTHING_BESIDE: Beside = { phone: null, people: [] };

type FormRequest = FastifyRequest<{ Body: URLSearchParams }>;

/** The site's pages on a server that listens already. */
export async function buildSite(parts: SiteParts): Promise<FastifyInstance> {
  const { server, store, signIn, trouble } = parts;
  // A phone page that stayed open asks while its pages are still being put together.
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  const site = Fastify({
    bodyLimit: FORM_BYTES,
    serverFactory: (handler) => {
      server.on('request', (request, response) => void ready.then(() => handler(request, response)));
      return server;
    },
  });
  const assets = await Assets.load(new URL('./assets/', import.meta.url));

  site.removeAllContentTypeParsers();
  site.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  );
  receiveMessages(site, store, parts.notifierSecret);

  site.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders());
    if (request.method === 'GET') setCookie(reply, 'lockdesk_device', deviceOf(request));
  });
  // A form on another site must not sign anyone in or out here. Browsers say where a form stands.
  site.addHook('preHandler', async (request, reply) => {
    const from = request.headers['sec-fetch-site'];
    if (request.method === 'POST' && (from === 'cross-site' || from === 'same-site')) return reply.code(403).send();
  });
  site.setErrorHandler(async (error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return reply.code(status).send();
    trouble(error);
    // The API could not be asked, or the disk is full: nobody is let in.
    const page = await shown(request).catch(() => ({ language: languageOf(request), beside: NOTHING_BESIDE }));
    return reply.code(503).send(signInPage(page, '', 'unavailable'));
  });

  site.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) => {
    const asset = await assets.read(request.params['*']);
    if (!asset) return reply.code(404).send();
    return reply.headers({ 'content-type': asset.type, 'cache-control': 'max-age=3600' }).send(asset.body);
  });

  site.get<{ Querystring: { citizen?: string } }>('/', async (request, reply) => {
    const chosen = request.query.citizen ? await store.find(request.query.citizen) : null;
    if (!chosen && cookiesOf(request).has('lockdesk_citizen')) return reply.redirect('/home', 303);
    if (chosen) holdPhone(reply, chosen);
    return signInPage(await shown(request, chosen), chosen?.documentNumber ?? '', null);
  });

  site.post('/sign-in', async (request: FormRequest, reply) => {
    const [name, password] = fields(request, 'name', 'password');
    const named = await store.findByName(name);
    if (named) holdPhone(reply, named);
    const result = await signIn.signIn(name, password, originOf(request, parts.trafficSecret));
    if (result.kind === 'signed_in') {
      setCookie(reply, 'lockdesk_citizen', result.session);
      return reply.redirect('/home', 303);
    }
    const page = await shown(request, named);
    if (result.kind === 'paused') return reply.code(403).send(pausedPage(page));
    return reply.code(401).send(signInPage(page, name, 'wrong'));
  });

  site.get('/home', async (request, reply) => {
    const session = cookiesOf(request).get('lockdesk_citizen');
    if (!session) return reply.redirect('/', 303);
    const citizen = await signIn.whoIs(session);
    if (citizen) return homePage(await shown(request, citizen), citizen.name);
    setCookie(reply, 'lockdesk_citizen', null);
    return reply.code(401).send(signInPage(await shown(request), '', 'session_over'));
  });

  site.post('/sign-out', async (request, reply) => {
    const session = cookiesOf(request).get('lockdesk_citizen');
    if (session) await store.endSession(session);
    setCookie(reply, 'lockdesk_citizen', null);
    return reply.redirect('/', 303);
  });

  site.get('/redeem', async (request) => {
    return redeemPage(await shown(request), { name: '', formId: randomUUID(), failure: null });
  });

  site.post('/redeem', async (request: FormRequest, reply) => {
    const [name, code, form] = fields(request, 'name', 'code', 'form');
    const named = await store.findByName(name);
    if (named) holdPhone(reply, named);
    const result = await signIn.redeem(name, code, form, originOf(request, parts.trafficSecret));
    if (result.kind === 'redeemed') {
      setCookie(reply, 'lockdesk_choosing', result.choosing);
      return reply.redirect('/password', 303);
    }
    const again = { name, formId: randomUUID(), failure: 'refused' } as const;
    return reply.code(403).send(redeemPage(await shown(request, named), again));
  });

  site.get('/password', async (request, reply) => {
    const citizen = await whoChooses(request);
    return citizen ? choosePage(await shown(request, citizen), null) : choosingIsOver(request, reply);
  });

  site.post('/password/strength', async (request: FormRequest, reply) => {
    const citizen = await whoChooses(request);
    if (!citizen) return reply.code(403).send();
    const [password] = fields(request, 'password');
    return strengthView(languageOf(request), strengthOf(password, citizen)).text;
  });

  site.post('/password', async (request: FormRequest, reply) => {
    const choosing = cookiesOf(request).get('lockdesk_choosing') ?? '';
    const [password] = fields(request, 'password');
    const result = await signIn.choosePassword(choosing, password, originOf(request, parts.trafficSecret));
    if (result.kind === 'over') return choosingIsOver(request, reply);
    if (result.kind === 'weak') return reply.code(400).send(choosePage(await shown(request), result.strength));
    setCookie(reply, 'lockdesk_choosing', null);
    setCookie(reply, 'lockdesk_citizen', result.session);
    return reply.redirect('/home', 303);
  });

  site.get('/phone', async (request) => {
    const { language, beside } = await shown(request);
    return phone(language, beside.phone).text;
  });

  site.get<{ Params: { language: string } }>('/language/:language', async (request, reply) => {
    const language = LANGUAGES.find((known) => known === request.params.language);
    if (language) setCookie(reply, 'lockdesk_language', language);
    return reply.redirect('/', 303);
  });

  await site.ready();
  isReady();
  return site;

  async function whoChooses(request: FastifyRequest) {
    const choosing = cookiesOf(request).get('lockdesk_choosing');
    return choosing ? signIn.whoChooses(choosing) : null;
  }

  async function choosingIsOver(request: FastifyRequest, reply: FastifyReply) {
    const page = redeemPage(await shown(request), { name: '', formId: randomUUID(), failure: 'over' });
    return reply.code(403).send(page);
  }

  /** @param citizen whose phone is beside the page; null: the one that the browser remembers */
  async function shown(request: FastifyRequest, citizen: Citizen | null = null): Promise<Shown> {
    const owner = citizen ?? (await store.find(cookiesOf(request).get('lockdesk_phone') ?? ''));
    const number = owner?.phone ?? null;
    const held = number === null ? null : { number, messages: await store.messages(number) };
    return { language: languageOf(request), beside: { phone: held, people: await store.list(0, PEOPLE_SHOWN) } };
  }
}

/** The phone beside the page is that of whoever was named last. */
function holdPhone(reply: FastifyReply, { externalId }: Citizen): void {
  setCookie(reply, 'lockdesk_phone', externalId);
}

function languageOf(request: FastifyRequest): Language {
  return chooseLanguage(cookiesOf(request).get('lockdesk_language'), request.headers['accept-language']);
}

/** Fields of a form; a missing one is empty, which no check accepts. A NUL is nothing that a person types. */
function fields<Names extends string[]>(request: FormRequest, ...names: Names): { [At in keyof Names]: string } {
  return names.map((name) => request.body?.get(name)?.replaceAll('\0', '') ?? '') as { [At in keyof Names]: string };
}
