import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import bowser from 'bowser';
import type { FastifyRequest } from 'fastify';
import type { AttemptReport } from '../../contract/index.ts';
import { sameText } from '../same-text.ts';
import { cookiesOf } from './cookies.ts';

/** Where an attempt came from, as far as a sign-in system knows. */
export type Origin = Pick<AttemptReport, 'ip' | 'device_id' | 'device' | 'client'>;

/** By which the demo's own traffic proves that it may name the address that it comes from. */
export const TRAFFIC_HEADER = 'lockdesk-traffic';

const LONGEST = 64;

export function originOf(request: FastifyRequest, trafficSecret: string): Origin {
  const { browser, os, platform } = bowser.parse(request.headers['user-agent'] || 'unknown');
  return {
    ip: addressOf(request, trafficSecret),
    device_id: deviceOf(request),
    device: text([platform.vendor, platform.model ?? os.name, platform.model ? null : (os.versionName ?? os.version)]),
    // As people call it; with its maker's name it has no room in a row of the console's.
    client: text([browser.name?.replace(/^Microsoft /, ''), browser.version?.split('.')[0]]),
  };
}

/** Anybody can send X-Forwarded-For; only the demo's traffic is believed. */
function addressOf(request: FastifyRequest, trafficSecret: string): string {
  const forwarded = request.headers['x-forwarded-for'];
  const believed = sameText(String(request.headers[TRAFFIC_HEADER] ?? ''), trafficSecret);
  return believed && typeof forwarded === 'string' && isIP(forwarded) ? forwarded : request.ip;
}

/** A browser keeps its id in a cookie for years: how else would a returning device be known. */
export function deviceOf(request: FastifyRequest): string {
  const known = cookiesOf(request).get('lockdesk_device') ?? '';
  return /^[0-9a-f-]{36}$/.test(known) ? known : newDevice(request);
}

const newDevices = new WeakMap<FastifyRequest, string>();

function newDevice(request: FastifyRequest): string {
  const made = newDevices.get(request) ?? randomUUID();
  newDevices.set(request, made);
  return made;
}

function text(parts: readonly (string | null | undefined)[]): string | null {
  const joined = parts
    .filter(Boolean)
    .join(' ')
    // What a browser says of itself may hold anything.
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, LONGEST)
    .trim();
  return joined === '' ? null : joined;
}
