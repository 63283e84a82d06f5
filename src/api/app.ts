import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { DestinationStream } from 'pino';
import { StaffSeen } from './access/staff-seen.ts';
import { SystemWatch } from './alerts/system-watch.ts';
import { startBackground } from './background.ts';
import type { Config } from './config.ts';
import { makeDb } from './db/database.ts';
import { makePool } from './db/pool.ts';
import { checkDatabase } from './db/ready-to-use.ts';
import { readDirectories } from './directory/configured.ts';
import { openPlaces } from './geo/index.ts';
import { identifyEveryRequest } from './http/access.ts';
import { closeConnections } from './http/closing.ts';
import { addEndpoints } from './http/endpoints.ts';
import { BODY_MAX_BYTES, toApiError } from './http/errors.ts';
import { answerBrokenRequest, answerFailures, sendProblem } from './http/failures.ts';
import { addHeaders } from './http/headers.ts';
import { addLimits } from './http/limits.ts';
import { makeLog, observeAnswers } from './http/log.ts';
import { addOperations } from './http/operations.ts';
import { LedgerFeed } from './ledger/feed.ts';
import { KeptCheckpoint } from './ledger/restoration/kept-checkpoint.ts';
import { loadSigningKey } from './ledger/signing-key.ts';
import { makeMetrics } from './metrics.ts';
import { openOutside } from './outside.ts';
import { DataKeys } from './personal/data-keys.ts';
import { loadFieldKeys } from './personal/key-file.ts';
import type { Running, Services } from './services.ts';
import { StartProblem } from './start-problem.ts';

export interface App {
  app: FastifyInstance;
  services: Services;
}

/** A request that takes longer to arrive is cut off. */
const REQUEST_TIMEOUT_MS = 30_000;
/**
 * Longer than the server itself lets a statement run. A machine that is gone says nothing, and TCP waits a quarter of an hour for
 * it; a commit that no standby confirms waits for ever.
 */
const DATABASE_ANSWERS_MS = 15_000;

/**
 * The Account API, apart from listening: tests inject into it, `server.ts` listens, the standalone does both.
 * Closing the app ends its connections and what works beside it.
 *
 * @param logTo where the log's lines go; standard output where it is missing
 * @throws StartProblem
 */
export async function buildApp(config: Config, logTo?: DestinationStream): Promise<App> {
  const unreadable = (error: Error) => {
    throw new StartProblem('key_unreadable', { problem: error.message });
  };
  const keys = await loadFieldKeys(config.keySource).catch(unreadable);
  const signingKey = config.LEDGER_KEY_FILE ? await loadSigningKey(config.LEDGER_KEY_FILE).catch(unreadable) : null;
  const { LEDGER_NEXT_KEY_FILE: next } = config;
  const nextSigningKey = next ? await loadSigningKey(next).catch(unreadable) : null;
  const checkpointFile = config.LEDGER_CHECKPOINT_FILE ?? `${config.LEDGER_KEY_FILE}.checkpoint`;
  const placeOf = await openPlaces(config);
  const outside = await openOutside(config).catch(unreadable);
  const directories = await readDirectories(config.DIRECTORIES_FILE).catch(unreadable);
  const app = Fastify({
    loggerInstance: makeLog(config, logTo),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => crypto.randomUUID(),
    bodyLimit: BODY_MAX_BYTES,
    // As long as Node takes a URL: one that is too long for an id is then a wrong input, not another path.
    routerOptions: { maxParamLength: 16_384 },
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.TRUSTED_PROXIES ?? false,
    // While it ends, requests that have already arrived are served; nobody gets an answer in another form than ours.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, toApiError(error)),
    clientErrorHandler: answerBrokenRequest,
  });
  app.removeContentTypeParser('text/plain');

  const pool = makePool(config.DATABASE_URL, config.DATABASE_POOL, DATABASE_ANSWERS_MS);
  const database = makeDb(pool);
  const systemWatch = new SystemWatch({ config, log: app.log, pool, ...database });
  const metrics = makeMetrics(pool, database.db, config);
  systemWatch.measureIn(metrics.registry);
  const services: Services = {
    config,
    log: app.log,
    pool,
    ...database,
    keys,
    signingKey,
    nextSigningKey,
    keptCheckpoint: signingKey && new KeptCheckpoint(checkpointFile, signingKey.origin, app.log),
    staffSeen: new StaffSeen(database.db, app.log),
    placeOf,
    directories,
    feed: new LedgerFeed({ config, db: database.db, log: app.log }),
    outside,
    metrics,
    systemWatch,
  };

  const dataKeys = new DataKeys(services);
  let background: Running | null = null;
  app.addHook('onReady', async () => {
    await checkDatabase(pool);
    await dataKeys.start().catch(unreadable);
    background = await startBackground(services);
  });
  app.addHook('onClose', async () => {
    await dataKeys.stop();
    await background?.stop();
    outside.close();
    await pool.end();
  });

  closeConnections(app);
  answerFailures(app, services);
  observeAnswers(app, services);
  addHeaders(app);
  await addLimits(app, services);
  identifyEveryRequest(app, services);
  addOperations(app, services);
  addEndpoints(app, services);
  return { app, services };
}
