import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import pg from 'pg';
import { type DestinationStream, type LogFn, type Logger, pino } from 'pino';
import type { Config } from '../config.ts';
import type { Services } from '../services.ts';

/**
 * Logs tell which operation was answered how, and never what was in it: no URL, no address, no name, no token. The
 * message of an error may quote the value that it stumbled on, so only its kind and its place are logged.
 */
export function makeLog({ LOG_LEVEL }: Config, destination?: DestinationStream): FastifyBaseLogger {
  const nothing = () => undefined;
  const serializers = { err: describeError, error: describeError, req: nothing, res: nothing };
  const hooks = { logMethod: withoutMessageOfError };
  return pino({ level: LOG_LEVEL, base: null, serializers, hooks }, destination);
}

/** pino takes an error's message for the line's where the line has none of its own. */
function withoutMessageOfError(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args;
  const fields = first instanceof Error ? { err: first } : first;
  const silent = rest.length === 0 && typeof fields === 'object' && fields !== null && 'err' in fields;
  method.apply(this, [fields, ...(silent ? [''] : rest)]);
}

export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    ...(error instanceof pg.DatabaseError && describeDatabaseError(error)),
    at: error.stack
      ?.split('\n')
      .filter((line) => /^ +at /.test(line))
      .map((line) => line.trim()),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** Class 42 (a statement that is wrong, a right that is missing) speaks of tables and columns, never of values. */
function describeDatabaseError({ code, table, constraint, message }: pg.DatabaseError): Record<string, unknown> {
  return { table, constraint, ...(code?.startsWith('42') && { message }) };
}

/** One line and one observation an answer. */
export function observeAnswers(app: FastifyInstance, { metrics }: Services): void {
  app.addHook('onResponse', async (request, reply) => {
    const operation = request.routeOptions.config?.operation ?? 'none';
    const ms = reply.elapsedTime;
    metrics.requests.inc({ operation, status: reply.statusCode });
    metrics.duration.observe({ operation }, ms / 1000);
    request.log.info({
      operation,
      status: reply.statusCode,
      ms: Math.round(ms * 10) / 10,
      code: request.failure?.code,
    });
  });
}
