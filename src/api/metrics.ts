import { Counter, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at `/metrics`. Labels are names out of our own tables, never anything that a caller sent. */
export function makeMetrics() {
  const registry = new Registry();
  return {
    registry,
    requests: new Counter({
      name: 'lockdesk_requests_total',
      help: 'Requests answered, by operation and status',
      labelNames: ['operation', 'status'] as const,
      registers: [registry],
    }),
    duration: new Histogram({
      name: 'lockdesk_request_seconds',
      help: 'Time from request to answer, by operation',
      labelNames: ['operation'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    }),
  };
}

export type Metrics = ReturnType<typeof makeMetrics>;
