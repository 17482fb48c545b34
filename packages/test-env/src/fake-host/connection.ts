import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel';
import type { Exchange, Invitation, OpenedSession } from './signalling.ts';

const GATHER_AND_CONNECT_MS = 8_000;
/** As every real client asks again: one connection in some thousands never comes up in the native library, on either side of it. */
const ATTEMPTS = 2;
let connections = 0;

export interface Connection {
  peer: PeerConnection;
  /** Settles when the connection ends from the other side, or by `close`. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/** The other side did not answer on the way that was agreed. */
export class ConnectTimeout extends Error {
  constructor(peer: PeerConnection) {
    super(
      `the connection did not come up (${peer.state()}, ICE ${peer.iceState()}, ${peer.bytesSent()} bytes sent, ${peer.bytesReceived()} received)`,
    );
  }
}

/** Connects, and once more when the connection did not come up: that is said on the console, since it should be rare. `attempts`: at most so many. */
export async function persist(connectOnce: () => Promise<Connection>, attempts = ATTEMPTS): Promise<Connection> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await connectOnce();
    } catch (error) {
      if (!(error instanceof ConnectTimeout) || attempt >= attempts) throw error;
      console.warn(`${error.message}: asking again`);
    }
}

/**
 * Connects by an offer of ours. `addTracks` is called before the offer is made.
 * @throws SignallingError when the server refuses; ConnectTimeout when the connection does not come up.
 */
export function connect(exchange: Exchange, addTracks: (peer: PeerConnection) => void): Promise<Connection> {
  return establish(async (peer, gathered) => {
    addTracks(peer);
    peer.setLocalDescription('offer');
    await gathered;
    const session = await exchange(localSdp(peer));
    peer.setRemoteDescription(session.answer, 'answer');
    return session;
  });
}

/** Connects by the server's offer. `onTrack` is called for each of its tracks, which the caller has to hold. */
export function connectInvited(invitation: Invitation, onTrack: (track: Track) => void): Promise<Connection> {
  return establish(async (peer, gathered) => {
    peer.onTrack(onTrack);
    peer.setRemoteDescription(invitation.offer, 'offer');
    peer.setLocalDescription('answer');
    await gathered;
    return invitation.accept(localSdp(peer));
  });
}

const localSdp = (peer: PeerConnection): string => peer.localDescription()?.sdp ?? '';

async function establish(negotiate: (peer: PeerConnection, gathered: Promise<void>) => Promise<OpenedSession>): Promise<Connection> {
  const peer = new nodeDataChannel.PeerConnection(`test-${++connections}`, { iceServers: [], disableAutoNegotiation: true });
  const gathered = new Promise<void>((resolve) => peer.onGatheringStateChange((state) => state === 'complete' && resolve()));
  let end = (): void => {};
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const connected = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new ConnectTimeout(peer)), GATHER_AND_CONNECT_MS);
    peer.onStateChange((state) => {
      if (state !== 'connected' && state !== 'failed' && state !== 'closed') return;
      clearTimeout(timer);
      if (state === 'connected') return resolve();
      end();
      reject(new Error(`the connection is ${state}`));
    });
  });
  // Whoever is refused by the server never awaits it.
  connected.catch(() => {});
  let session: OpenedSession | null = null;
  const close = async (): Promise<void> => {
    peer.close();
    end();
    await session?.close();
  };
  try {
    session = await negotiate(peer, gathered);
    await connected;
    return { peer, closed, close };
  } catch (error) {
    await close();
    throw error;
  }
}
