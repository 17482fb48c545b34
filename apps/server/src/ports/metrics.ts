import type { JobKind } from './storage.ts';
import type { VideoFigures } from './video.ts';

/** What this node counts about itself, for whoever watches it. Cheap enough to be told of every call. */
export interface Metrics {
  /** A batch of timeline entries has become durable. */
  committed(seconds: number, entries: number): void;
  /** A call of the store was refused or came to nothing. */
  storageFailed(): void;
  /** One try to deliver something outside. */
  tried(kind: JobKind, outcome: 'delivered' | 'failed' | 'refused'): void;
  /** How many hosts' pictures arrive on this node. */
  publishers(count: number): void;
  /** A viewer's player has told what it saw in `period` ms: for how long, and how often, the picture stood still. */
  played(report: { period: number; frozen: number; freezes: number }): void;
  /** Figures of the media that goes through this node, read when somebody asks. */
  watchVideo(read: () => VideoFigures): void;
  /** Figures of the sockets, read when somebody asks. */
  watchSockets(read: () => SocketFigures): void;
  /** All of it, in Prometheus' text format. */
  text(): Promise<{ contentType: string; body: string }>;
}
/** Of this node. Those in the past tense only rise, from its start. */
export interface SocketFigures {
  connections: number;
  registered: number;
  lobby: number;
  rooms: number;
  /** Frames that clients have sent. */
  received: number;
  /** Timeline entries written to sockets. */
  delivered: number;
  /** Updates that slow readers did not get. */
  updatesDropped: number;
  /** Readers that were too slow and were sent away. */
  slowReadersClosed: number;
}
