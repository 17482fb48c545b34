import { Counter, Gauge, type Registry } from 'prom-client';
import type { Metrics } from '../../ports/metrics.ts';
import type { VideoFigures } from '../../ports/video.ts';

type Figure = Exclude<keyof VideoFigures, 'load'>;
interface Told {
  figure: Figure;
  name: string;
  help: string;
  /** Prometheus counts in seconds; ms are divided. */
  per?: number;
}
const GAUGES: Told[] = [
  { figure: 'viewers', name: 'vitrine_video_viewers', help: 'Viewing sessions that media is sent to from this node' },
  {
    figure: 'publisherLoss',
    name: 'vitrine_video_publisher_loss_ratio',
    help: 'Packets that publishers lost on the way, before repair, on average',
  },
  {
    figure: 'viewerLoss',
    name: 'vitrine_video_viewer_loss_ratio',
    help: 'Packets that viewers lost on the way, before repair, on average',
  },
  { figure: 'busy', name: 'vitrine_video_process_busy_ratio', help: "Of the time, how much the media process's event loop was busy" },
  { figure: 'cpu', name: 'vitrine_video_process_cpu_ratio', help: 'Of all cores, how much the media process used' },
  {
    figure: 'loopDelay',
    name: 'vitrine_video_process_loop_delay_seconds',
    help: "By how much the media process's timers were late, 95th percentile",
    per: 1_000,
  },
  { figure: 'lateness', name: 'vitrine_video_packet_lateness_seconds', help: 'How late packets were handled at the worst', per: 1_000 },
];
const COUNTERS: Told[] = [
  { figure: 'bytesReceived', name: 'vitrine_video_received_bytes_total', help: 'Media received from publishers' },
  { figure: 'bytesSent', name: 'vitrine_video_sent_bytes_total', help: 'Media sent to viewers' },
  { figure: 'refused', name: 'vitrine_video_refused_total', help: 'Viewers sent away because there was no room' },
  { figure: 'restarts', name: 'vitrine_video_process_restarts_total', help: 'Times that the media process had to be started again' },
];
/** As a number that alerts can compare: 0, 1, 2. */
const LOADS: VideoFigures['load'][] = ['normal', 'high', 'overloaded'];

/** The figures of this node's video. No show is named: their number is not bounded. */
export function createVideoMetrics(registry: Registry): Pick<Metrics, 'publishers' | 'played' | 'watchVideo'> {
  const registers = [registry];
  const publishers = new Gauge({ name: 'vitrine_video_publishers', help: "Hosts' pictures that arrive on this node", registers });
  const reports = new Counter({ name: 'vitrine_playback_reports_total', help: 'Reports of players', registers });
  const played = new Counter({ name: 'vitrine_playback_seconds_total', help: 'Time that players have told of', registers });
  const freezes = new Counter({
    name: 'vitrine_playback_freezes_total',
    help: 'Times that a picture stood still, as players told',
    registers,
  });
  const frozen = new Counter({
    name: 'vitrine_playback_frozen_seconds_total',
    help: 'Time that pictures stood still, as players told',
    registers,
  });
  return {
    publishers: (count) => publishers.set(count),
    played(report) {
      reports.inc();
      played.inc(report.period / 1_000);
      freezes.inc(report.freezes);
      frozen.inc(Math.min(report.frozen, report.period) / 1_000);
    },
    watchVideo(read) {
      for (const { figure, name, help, per = 1 } of GAUGES)
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read()[figure] / per);
          },
        });
      for (const { figure, name, help } of COUNTERS)
        new Counter({
          name,
          help,
          registers,
          collect() {
            this.reset();
            this.inc(read()[figure]);
          },
        });
      new Gauge({
        name: 'vitrine_video_load',
        help: 'How loaded the media process is: 0 normal, 1 high (no more viewers are let in), 2 overloaded',
        registers,
        collect() {
          this.set(LOADS.indexOf(read().load));
        },
      });
    },
  };
}
