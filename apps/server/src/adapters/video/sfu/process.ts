import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import nodeDataChannel, { type IceUdpMuxListener } from 'node-datachannel';
import { DomainError } from '../../../domain/errors.ts';
import { systemClock } from '../../../ports/clock.ts';
import { MediaLoad } from './health/load.ts';
import { LoadMeter } from './health/load-meter.ts';
import { MediaHealth } from './health/media-health.ts';
import { SFU_LIMITS } from './limits.ts';
import { MediaEngine } from './media/media-engine.ts';
import { type FromProcess, type SfuRequest, type StartMessage, ToProcess } from './messages.ts';
import { RECORDING_LIMITS } from './recording/limits.ts';
import { Recordings } from './recording/recordings.ts';

/** The media process: all that touches packets, apart from the server so that neither can stall or end the other. */
const SETTLE_MS = 100;
const EXIT_WITHIN_MS = 2_000;
/** Files of recordings that are not closed by then can be played all the same. */
const CLOSE_FILES_WITHIN_MS = 1_000;

let engine: MediaEngine | null = null;
let listener: IceUdpMuxListener | null = null;
let ticker: NodeJS.Timeout | null = null;
let recordings: Recordings | null = null;
let recordingTicker: NodeJS.Timeout | null = null;
let stopping = false;

const tell = (message: FromProcess): void => {
  if (process.connected) process.send?.(message);
};

/** The native listener does not say that a port is taken, so a plain socket asks first. */
function assertFree(port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    probe.once('error', reject);
    probe.bind({ port, address, exclusive: true }, () => probe.close(() => resolve()));
  });
}

async function start(message: StartMessage): Promise<void> {
  await assertFree(message.udpPort, message.bindAddress);
  listener = new nodeDataChannel.IceUdpMuxListener(message.udpPort, message.bindAddress);
  const load = new MediaLoad();
  const started = new MediaEngine(
    message,
    systemClock.monotonic,
    (event) => {
      if (event.type !== 'service_restarted') tell({ type: 'event', event });
    },
    { level: load, maxViewers: message.maxViewers },
  );
  engine = started;
  const recorded = new Recordings({
    seat: (streamId, name) => started.show(streamId)?.seat(name) ?? null,
    now: systemClock.monotonic,
    wallClock: systemClock.now,
    onProblem: (streamId, seat, problem) => tell({ type: 'recording', streamId, seat, problem }),
    onKeyframe: (streamId, { codec, data }) => tell({ type: 'keyframe', streamId, codec, data: data.toString('base64') }),
  });
  recordings = recorded;
  recordingTicker = setInterval(() => recorded.tick(), RECORDING_LIMITS.tick);
  const health = new MediaHealth({
    engine: started,
    load,
    meter: new LoadMeter(),
    onHealth: (streamId, health) => tell({ type: 'event', event: { type: 'health', streamId, health } }),
    onFigures: (figures) => tell({ type: 'figures', figures }),
  });
  ticker = setInterval(() => {
    started.tick();
    health.tick(systemClock.monotonic());
  }, SFU_LIMITS.tick);
  tell({ type: 'ready' });
}

function answer(request: SfuRequest): Omit<Extract<FromProcess, { type: 'answer' }>, 'type' | 'id'> {
  if (request.type === 'ping') return {};
  if (!engine) throw new DomainError('video_unavailable', 'The video service is starting.', { retryAfter: 1 });
  switch (request.type) {
    case 'open':
      return { session: engine.open(request.grant, request.offer) };
    case 'trickle': {
      const peer = engine.peer(request.grant, request.sessionId);
      return { found: peer !== null, restarts: peer !== null && request.peer !== null && request.peer !== peer };
    }
    case 'has':
      return { found: engine.has(request.grant, request.sessionId) };
    case 'close':
      engine.close(request.grant, request.sessionId);
      return {};
    case 'choose':
      return { found: engine.choose(request.grant, request.sessionId, request.choice) };
    case 'end':
      void recordings?.stop(request.streamId);
      recordings?.endStills(request.streamId);
      engine.end(request.streamId);
      return {};
    case 'close_seat':
      engine.show(request.streamId)?.closeSeat(request.seat);
      return {};
    case 'mute':
      engine.show(request.streamId)?.setMuted(request.seat, request.muted);
      return {};
    case 'evict':
      engine.show(request.streamId)?.evict(request.userId);
      return {};
    case 'close_viewers':
      engine.show(request.streamId)?.removeViewers();
      return {};
    case 'record':
      recordings?.record(request);
      return {};
    case 'stop_recording':
      void recordings?.stop(request.streamId);
      return {};
    case 'take_stills':
      recordings?.takeStills(request.streamId);
      return {};
  }
}

function respond(id: number, request: SfuRequest): void {
  try {
    tell({ type: 'answer', id, ...answer(request) });
  } catch (error) {
    if (!(error instanceof DomainError)) console.error(error);
    const { code, message, retryAfter } =
      error instanceof DomainError ? error : new DomainError('invalid', "The SDP offer can't be answered: its transport was refused.");
    tell({ type: 'answer', id, error: { code, message, retryAfter } });
  }
}

/** In the order that the native library stands: tracks and connections, the listener, a moment for its threads, then the rest. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), EXIT_WITHIN_MS).unref();
  if (ticker) clearInterval(ticker);
  if (recordingTicker) clearInterval(recordingTicker);
  const closed = Promise.race([recordings?.stopAll(), new Promise((resolve) => setTimeout(resolve, CLOSE_FILES_WITHIN_MS))]);
  engine?.closeAll();
  listener?.stop();
  const settled = new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  void Promise.all([closed, settled]).then(() => {
    nodeDataChannel.cleanup();
    process.exit(0);
  });
}

process.on('message', (raw) => {
  const message = ToProcess.parse(raw);
  if (message.type === 'start')
    start(message).catch((error: unknown) => {
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      stop();
    });
  else if (message.type === 'stop') stop();
  else respond(message.id, message.request);
});
// The server has gone, however it went.
process.on('disconnect', stop);
// Ctrl+C, and service managers that signal the whole group, reach this process too; only the server decides when it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
