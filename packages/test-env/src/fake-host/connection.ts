import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel';
import type { Exchange, Invitation, OpenedSession } from './signalling.ts';

const GATHER_AND_CONNECT_MS = 15_000;
let connections = 0;

export interface Connection {
  peer: PeerConnection;
  /** Settles when the connection ends from the other side, or by `close`. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/** The other side did not answer on the way that was agreed. */
export class ConnectTimeout extends Error {
  constructor() {
    super('the connection did not come up');
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
    const timer = setTimeout(() => reject(new ConnectTimeout()), GATHER_AND_CONNECT_MS);
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
