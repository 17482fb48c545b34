import nodeDataChannel, { type PeerConnection } from 'node-datachannel';
import { type HttpSession, postOffer } from './signalling.ts';

const GATHER_AND_CONNECT_MS = 15_000;
let connections = 0;

export interface Connection {
  peer: PeerConnection;
  session: HttpSession;
  /** Settles when the connection ends from the other side, or by `close`. */
  closed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects by one WHIP or WHEP exchange. `addTracks` is called before the offer is made.
 * @throws SignallingError when the server refuses; an error when the connection does not come up.
 */
export async function connect(url: string, token: string, addTracks: (peer: PeerConnection) => void): Promise<Connection> {
  const peer = new nodeDataChannel.PeerConnection(`test-${++connections}`, { iceServers: [], disableAutoNegotiation: true });
  const gathered = new Promise<void>((resolve) => peer.onGatheringStateChange((state) => state === 'complete' && resolve()));
  let end = (): void => {};
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const connected = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the connection did not come up')), GATHER_AND_CONNECT_MS);
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
  let session: HttpSession | null = null;
  const close = async (): Promise<void> => {
    peer.close();
    end();
    await session?.close();
  };
  try {
    addTracks(peer);
    peer.setLocalDescription('offer');
    await gathered;
    session = await postOffer(url, token, peer.localDescription()?.sdp ?? '');
    peer.setRemoteDescription(session.answer, 'answer');
    await connected;
    return { peer, session, closed, close };
  } catch (error) {
    await close();
    throw error;
  }
}
