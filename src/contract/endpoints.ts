import type { Endpoint } from './operation.ts';

/** What stands before the paths of c2sp.org/tlog-tiles. */
export const LEDGER_PATH = '/v1/ledger/';

/** The second table: what is not one question and one answer. */
export const ENDPOINTS = {
  stream: {
    method: 'GET',
    path: '/v1/stream',
    roles: ['clerk', 'supervisor', 'auditor'],
    summary: 'Entries and lock changes as they happen (Server-Sent Events), resumable by Last-Event-ID',
    produces: 'text/event-stream',
  },
  exportFile: {
    method: 'GET',
    path: '/v1/exports/{export_id}',
    roles: ['supervisor', 'auditor', 'administrator'],
    summary: 'The file of an export that one has begun, once: CSV (RFC 4180) in UTF-8 with a byte order mark',
    produces: 'text/csv',
    errors: ['export_not_found', 'ledger_unavailable'],
  },
  ledgerCheckpoint: {
    method: 'GET',
    path: `${LEDGER_PATH}checkpoint`,
    roles: ['clerk', 'supervisor', 'auditor', 'administrator', 'directory'],
    summary: 'The ledger’s newest signed checkpoint (c2sp.org/tlog-checkpoint)',
    produces: 'text/plain',
    errors: ['ledger_unavailable'],
  },
  ledgerCosignedCheckpoint: {
    method: 'GET',
    path: `${LEDGER_PATH}cosigned-checkpoint`,
    roles: ['clerk', 'supervisor', 'auditor', 'administrator', 'directory'],
    summary: 'The newest checkpoint that the outside witness has cosigned (c2sp.org/tlog-cosignature)',
    produces: 'text/plain',
    errors: ['route_not_found'],
  },
  ledgerKey: {
    method: 'GET',
    path: `${LEDGER_PATH}key`,
    roles: 'anyone',
    summary: 'The key that the checkpoints are checked by, in note-verifier form (c2sp.org/signed-note)',
    produces: 'text/plain',
    errors: ['ledger_unavailable'],
  },
  ledgerRotations: {
    method: 'GET',
    path: '/v1/ledger/rotations',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator', 'directory'],
    summary: 'The entries that named a new key of the ledger: a line each, index and leaf (base64), the oldest first',
    produces: 'text/plain',
  },
  ledgerEntries: {
    method: 'GET',
    path: `${LEDGER_PATH}tile/entries/{+tile}`,
    roles: ['auditor'],
    summary: 'A bundle of the ledger’s leaves (c2sp.org/tlog-tiles)',
    produces: 'application/octet-stream',
    errors: ['route_not_found'],
  },
  ledgerTile: {
    method: 'GET',
    path: `${LEDGER_PATH}tile/{+tile}`,
    roles: ['clerk', 'supervisor', 'auditor', 'administrator', 'directory'],
    summary: 'A tile of the ledger’s tree (c2sp.org/tlog-tiles)',
    produces: 'application/octet-stream',
    errors: ['route_not_found'],
  },
  live: {
    method: 'GET',
    path: '/health/live',
    roles: 'anyone',
    summary: 'The process answers',
    produces: 'application/json',
  },
  ready: {
    method: 'GET',
    path: '/health/ready',
    roles: 'anyone',
    summary: 'The process can serve: database reached, migrations done, partitions ahead, sequencer advancing',
    produces: 'application/json',
    unavailable: true,
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    roles: ['administrator', 'directory'],
    summary: 'Prometheus metrics',
    produces: 'text/plain',
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    roles: 'anyone',
    summary: 'This API as an OpenAPI 3.1 document',
    produces: 'application/json',
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;
