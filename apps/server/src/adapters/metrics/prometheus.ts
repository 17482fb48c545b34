import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics, SocketFigures } from '../../ports/metrics.ts';
import { createVideoMetrics } from './video-metrics.ts';

/** From a commit in memory to one that nobody wants to wait for, in seconds. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const GAUGES: [keyof SocketFigures, string, string][] = [
  ['connections', 'vitrine_socket_connections', 'Open WebSockets'],
  ['registered', 'vitrine_socket_registered', 'Open WebSockets that have said who they are'],
  ['lobby', 'vitrine_socket_lobby', 'Open WebSockets without a show'],
  ['rooms', 'vitrine_socket_rooms', 'Shows that this node brings to viewers'],
];
const COUNTERS: [keyof SocketFigures, string, string][] = [
  ['received', 'vitrine_socket_messages_received_total', 'Frames that clients have sent'],
  ['delivered', 'vitrine_socket_deliveries_total', 'Timeline entries written to sockets'],
  ['updatesDropped', 'vitrine_socket_updates_dropped_total', 'Updates that slow readers did not get'],
  ['slowReadersClosed', 'vitrine_socket_slow_readers_closed_total', 'Readers sent away because they were too slow'],
];

/** The figures of one server, in a registry of its own: two servers in one process don't meet. */
export function createPrometheusMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const commits = new Histogram({
    name: 'vitrine_timeline_commit_seconds',
    help: 'Time until a batch of timeline entries was durable',
    buckets: COMMIT_BUCKETS,
    registers,
  });
  const entries = new Counter({ name: 'vitrine_timeline_entries_total', help: 'Timeline entries written by this node', registers });
  const storageErrors = new Counter({ name: 'vitrine_storage_errors_total', help: 'Calls of the store that came to nothing', registers });
  const tries = new Counter({
    name: 'vitrine_outbound_tries_total',
    help: 'Tries to deliver mails, webhooks and pushes',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  return {
    ...createVideoMetrics(registry),
    committed(seconds, count) {
      commits.observe(seconds);
      entries.inc(count);
    },
    storageFailed: () => storageErrors.inc(),
    tried: (kind, outcome) => tries.inc({ kind, outcome }),
    watchSockets(read) {
      for (const [figure, name, help] of GAUGES)
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read()[figure]);
          },
        });
      for (const [figure, name, help] of COUNTERS)
        new Counter({
          name,
          help,
          registers,
          collect() {
            this.reset();
            this.inc(read()[figure]);
          },
        });
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
