import { expect, test } from 'vitest';
import { createPrometheusMetrics } from '../../src/adapters/metrics/prometheus.ts';
import type { Actor } from '../../src/domain/actor.ts';
import type { VideoFigures } from '../../src/ports/video.ts';
import { AS_HOST, HOST, openEdge } from './edge.ts';

const TOKEN = 'a token for the figures';
const ADMIN: Actor = { ...HOST, role: 'admin' };

test('The figures are told to the same machine and to admins, as long as there is no token for them', async () => {
  await using edge = await openEdge({ accounts: { bySessionToken: async (token) => (token === 'admin' ? ADMIN : HOST) } });
  const local = await edge.send('GET', '/metrics');
  expect(local.status).toBe(200);
  expect(local.headers.get('content-type')).toContain('text/plain');
  expect(await local.text()).toContain('process_resident_memory_bytes');
  expect((await edge.send('GET', '/metrics', { headers: { authorization: 'Bearer admin' } })).status).toBe(200);
  expect((await edge.send('GET', '/metrics', { headers: AS_HOST })).status).toBe(403);
  for (const passedOn of [{ 'x-forwarded-for': '203.0.113.9' }, { forwarded: 'for=203.0.113.9' }, { 'x-real-ip': '127.0.0.1' }])
    expect((await edge.send('GET', '/metrics', { headers: passedOn })).status).toBe(401);
  expect((await edge.send('POST', '/metrics')).status).toBe(405);
});

test('With a token they are told to who has it, and to admins', async () => {
  await using edge = await openEdge(
    { accounts: { bySessionToken: async () => null } },
    { env: { METRICS_TOKEN: TOKEN.replaceAll(' ', '-') } },
  );
  const withToken = (token: string) => edge.send('GET', '/metrics', { headers: { authorization: `Bearer ${token}` } });
  expect((await withToken(TOKEN.replaceAll(' ', '-'))).status).toBe(200);
  expect((await withToken('another')).status).toBe(401);
  expect((await edge.send('GET', '/metrics')).status).toBe(401);
});

test('Every figure has its name, and those of the sockets are read when they are asked for', async () => {
  const metrics = createPrometheusMetrics();
  const figures = {
    connections: 3,
    registered: 2,
    lobby: 1,
    rooms: 1,
    received: 5,
    delivered: 70,
    updatesDropped: 4,
    slowReadersClosed: 1,
  };
  metrics.watchSockets(() => figures);
  metrics.committed(0.002, 3);
  metrics.storageFailed();
  metrics.tried('webhook', 'failed');
  metrics.publishers(1);
  const video: VideoFigures = {
    publishers: 1,
    viewers: 40,
    bytesReceived: 1_000,
    bytesSent: 40_000,
    publisherLoss: 0.01,
    viewerLoss: 0.002,
    refused: 3,
    restarts: 1,
    load: 'high',
    busy: 0.85,
    cpu: 0.6,
    loopDelay: 25,
    lateness: 120,
  };
  metrics.watchVideo(() => video);
  metrics.played({ period: 15_000, frozen: 500, freezes: 2 });
  figures.delivered = 71;
  const { body } = await metrics.text();
  const { body: again } = await metrics.text();
  for (const text of [body, again])
    for (const line of [
      'vitrine_socket_connections 3',
      'vitrine_socket_registered 2',
      'vitrine_socket_lobby 1',
      'vitrine_socket_rooms 1',
      'vitrine_socket_messages_received_total 5',
      'vitrine_socket_deliveries_total 71',
      'vitrine_socket_updates_dropped_total 4',
      'vitrine_socket_slow_readers_closed_total 1',
      'vitrine_timeline_commit_seconds_count 1',
      'vitrine_timeline_entries_total 3',
      'vitrine_storage_errors_total 1',
      'vitrine_outbound_tries_total{kind="webhook",outcome="failed"} 1',
      'vitrine_video_publishers 1',
      'vitrine_video_viewers 40',
      'vitrine_video_received_bytes_total 1000',
      'vitrine_video_sent_bytes_total 40000',
      'vitrine_video_publisher_loss_ratio 0.01',
      'vitrine_video_viewer_loss_ratio 0.002',
      'vitrine_video_refused_total 3',
      'vitrine_video_process_restarts_total 1',
      'vitrine_video_process_busy_ratio 0.85',
      'vitrine_video_process_cpu_ratio 0.6',
      'vitrine_video_process_loop_delay_seconds 0.025',
      'vitrine_video_packet_lateness_seconds 0.12',
      'vitrine_video_load 1',
      'vitrine_playback_reports_total 1',
      'vitrine_playback_seconds_total 15',
      'vitrine_playback_freezes_total 2',
      'vitrine_playback_frozen_seconds_total 0.5',
    ])
      expect(text.split('\n')).toContain(line);
});
