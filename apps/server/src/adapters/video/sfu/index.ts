import type { Logger } from 'pino';
import { DomainError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type {
  VideoCredentialsRequest,
  VideoEvent,
  VideoFigures,
  VideoGrant,
  VideoPlacement,
  VideoService,
  VideoSession,
  VideoSignalling,
} from '../../../ports/video.ts';
import { type IceServersOf, type IceSettings, iceServersBy } from './ice-servers.ts';
import type { SfuRequest } from './messages.ts';
import { passOn } from './pass-on.ts';
import { ProcessRecorder } from './recording/recorder.ts';
import { Supervisor } from './supervisor.ts';
import { GrantTokens } from './token.ts';

export interface SfuOptions {
  /** All media of all sessions goes through this one port. */
  udpPort: number;
  bindAddress: string;
  /** The address that peers are told to send to. */
  announcedAddress: string;
  /** Viewers that are served at the most; null leaves it to the load. */
  maxViewers?: number | null;
  /** What clients are told to find their way by; without it our own address alone. */
  ice?: IceSettings;
  tokenSecret: string;
  /** Where recordings are written, show by show; left out, nothing is recorded. `freeBytes` are left on the disk. */
  recordings?: { folderOf(streamId: string): string; freeBytes?: number };
  /** Which node a show's video is on. */
  placement: VideoPlacement;
  clock: Clock;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}
export interface EmbeddedSfu extends VideoService {
  readonly signalling: VideoSignalling;
  /** The media process's id, while there is one: for logs and tests. */
  readonly pid: number | null;
  figures(): VideoFigures;
}

/** The embedded video service: signalling here, media in a process of its own. */
export function createSfu({ tokenSecret, clock, placement, ...options }: SfuOptions): EmbeddedSfu {
  const tokens = new GrantTokens(tokenSecret, clock);
  const iceServersOf = iceServersBy(options.ice ?? { servers: [], turnSecret: null }, clock);
  const listeners = new Set<(event: VideoEvent) => void>();
  const supervisor = new Supervisor({
    ...options,
    maxViewers: options.maxViewers ?? null,
    onEvent: (event) => {
      for (const listener of listeners) listener(event);
    },
    onRecording: (message) => recorder?.hear(message),
  });
  const tell = async (request: SfuRequest): Promise<void> => {
    await supervisor.ask(request).catch((error: unknown) => {
      // A media process that is away has put everyone out already, and hears of who is muted when they are back.
      if (!(error instanceof DomainError && error.code === 'video_unavailable')) throw error;
    });
  };
  const recorder = options.recordings ? new ProcessRecorder({ tell, ...options.recordings }) : null;
  return {
    provider: 'sfu',
    notifications: null,
    recorder,
    signalling: withIceServers(passOn(createSignalling(tokens, supervisor), { tokens, supervisor, placement }), iceServersOf),
    get pid() {
      return supervisor.pid;
    },
    async credentials({ streamId, userId, role, seat }: VideoCredentialsRequest) {
      const { token, expiresAt } = tokens.issue({ streamId, userId, role, seat });
      const url = `/${role === 'viewer' ? 'whep' : 'whip'}/${streamId}`;
      return {
        provider: 'sfu',
        role,
        seat,
        url,
        token,
        iceServers: iceServersOf({ userId, role }),
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },
    end: (streamId) => tell({ type: 'end', streamId }),
    closeSeat: (streamId, seat) => tell({ type: 'close_seat', streamId, seat }),
    setMuted: (streamId, seat, muted) => tell({ type: 'mute', streamId, seat, muted }),
    evict: (streamId, userId) => tell({ type: 'evict', streamId, userId }),
    closeViewers: (streamId) => tell({ type: 'close_viewers', streamId }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    figures: () => supervisor.figures.read(),
    start: () => supervisor.start(),
    [Symbol.asyncDispose]: () => supervisor.stop(),
  };
}

/** Whichever node answers, the servers are the same. */
const withIceServers = (signalling: VideoSignalling, iceServersOf: IceServersOf): VideoSignalling => ({
  ...signalling,
  open: async (grant, offer) => ({ ...(await signalling.open(grant, offer)), iceServers: iceServersOf(grant) }),
});

function createSignalling(tokens: GrantTokens, supervisor: Supervisor): VideoSignalling {
  return {
    verify: (token, streamId, protocol, expired) => tokens.verify(token, streamId, protocol, expired),
    async open(grant: VideoGrant, offer: string): Promise<VideoSession> {
      const { session } = await supervisor.ask({ type: 'open', grant, offer });
      if (!session) throw new Error('the video process answered without a session');
      return { ...session, etag: etagOf(session.sessionId), iceServers: [] };
    },
    async trickle(grant, sessionId, fragment, ifMatch) {
      // Peers find us by our one candidate, so theirs are not needed: they are left aside (decision 18).
      const peer = /^a=ice-ufrag:(\S+)\s*$/m.exec(fragment)?.[1] ?? null;
      const { found, restarts } = await supervisor.ask({ type: 'trickle', grant, sessionId, peer });
      if (!found) throw new DomainError('not_found', 'There is no such video session.');
      if (restarts || ifMatch === '*')
        throw new DomainError('ice_restart_unsupported', 'ICE can’t be restarted here: open a new session, which takes this one’s place.');
      if (ifMatch !== null && ifMatch !== etagOf(sessionId))
        throw new DomainError('precondition_failed', 'If-Match names another ICE session than the present one.');
    },
    async choose(grant, sessionId, choice) {
      const { found } = await supervisor.ask({ type: 'choose', grant, sessionId, choice });
      if (!found) throw new DomainError('not_found', 'There is no such video session.');
    },
    async close(grant, sessionId) {
      await supervisor.ask({ type: 'close', grant, sessionId });
    },
  };
}

/** A session keeps its ICE session for life, so its tag never changes (RFC 9725 section 4.3.1). */
const etagOf = (sessionId: string): string => `"${sessionId}"`;
