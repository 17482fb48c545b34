import type { Timers } from '../timers.ts';
import type { LinkParts } from './link.ts';
import { type SfuCredentials, type SignalledSession, signal } from './signalling.ts';

/** A network that gives no candidates in this time is offered as it is, in ms. */
const GATHER_WITHIN = 1_000;

/** A connection towards the embedded SFU; nothing is sent yet. */
export const openPeer = ({ iceServers }: SfuCredentials, { createPeer }: LinkParts): RTCPeerConnection =>
  (createPeer ?? ((configuration) => new RTCPeerConnection(configuration)))({ iceServers, bundlePolicy: 'max-bundle' });

/**
 * One round of offer and answer, with all candidates in the offer (RFC 9725 section 4.2). A session whose answer this side can't take is
 * ended. Rejects with ApiError.
 */
export async function negotiate(peer: RTCPeerConnection, credentials: SfuCredentials, parts: LinkParts): Promise<SignalledSession> {
  await peer.setLocalDescription(await peer.createOffer());
  const session = await signal(parts, credentials, await gathered(peer, parts.timers));
  try {
    await peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** The offer, once it holds our candidates; a network that gives none in time is offered as it is. */
function gathered(peer: RTCPeerConnection, timers: Timers): Promise<string> {
  return new Promise((resolve) => {
    const cancel = timers.after(GATHER_WITHIN, done);
    function done(): void {
      cancel();
      resolve(peer.localDescription?.sdp ?? '');
    }
    const look = (): void => {
      if (peer.iceGatheringState === 'complete') done();
    };
    peer.onicegatheringstatechange = look;
    look();
  });
}

/** What goes over a connection now, told by a count of bytes that rises. */
export class BitrateMeter {
  #last: { bytes: number; at: number } | null = null;

  /** In bit/s since the last reading. `now` in ms. */
  read(bytes: number, now: number): number {
    const last = this.#last ?? { bytes, at: now };
    this.#last = { bytes, at: now };
    return now > last.at ? ((bytes - last.bytes) * 8_000) / (now - last.at) : 0;
  }
}
