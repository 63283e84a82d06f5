import type { Endpoint } from './operation.ts';

/** The second table: what is not one question and one answer. */
export const ENDPOINTS = {
  stream: {
    method: 'GET',
    path: '/v1/stream',
    roles: ['clerk', 'supervisor', 'auditor'],
    summary: 'Entries and lock changes as they happen (Server-Sent Events), resumable by Last-Event-ID',
    produces: 'text/event-stream',
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
