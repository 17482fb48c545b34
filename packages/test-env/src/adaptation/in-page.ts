/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What runs in the browser: serialised by Playwright, so each function stands alone. */

/** One encoding of simulcast: by how much it is smaller than the picture, and bit/s at the most. */
export interface Encoding {
  rid: string;
  scaleResolutionDownBy: number;
  maxBitrate: number;
}
export interface InPageSession {
  url: string;
  token: string;
}
/** A frame that was shown: when, in ms, and its height. */
export interface ShownFrame {
  at: number;
  height: number;
}
export interface PlayerFigures {
  frames: ShownFrame[];
  now: number;
  /** As the browser counts them (`inbound-rtp`): how often the picture froze, and for how long in all, in ms. */
  freezes: number;
  frozen: number;
  framesDecoded: number;
  packetsLost: number;
}
/** Kept on the page between two calls. (A window has `frames` of its own.) */
interface PlayingWindow extends Window {
  peer?: RTCPeerConnection;
  shownFrames?: ShownFrame[];
}

export async function publishInPage(given: InPageSession & { width: number; height: number; encodings: Encoding[] }): Promise<void> {
  const { width, height, encodings } = given;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width, height } });
  const peer = new RTCPeerConnection();
  for (const track of stream.getAudioTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  for (const track of stream.getVideoTracks())
    peer.addTransceiver(track, { direction: 'sendonly', streams: [stream], sendEncodings: encodings });
  await peer.setLocalDescription();
  const headers = { authorization: `Bearer ${given.token}`, 'content-type': 'application/sdp' };
  const response = await fetch(given.url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`publishing was answered with ${response.status}: ${answer}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  (window as PlayingWindow).peer = peer;
}

/** Plays through the port of a link in place of the server's own. */
export async function playInPage(given: InPageSession & { linkPort: number }): Promise<void> {
  const peer = new RTCPeerConnection();
  peer.addTransceiver('audio', { direction: 'recvonly' });
  peer.addTransceiver('video', { direction: 'recvonly' });
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.style.width = '640px';
  document.body.append(video);
  const frames: ShownFrame[] = [];
  const onFrame = (_: number, frame: VideoFrameCallbackMetadata): void => {
    frames.push({ at: performance.now(), height: frame.height });
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  const stream = new MediaStream();
  video.srcObject = stream;
  peer.ontrack = ({ track }) => stream.addTrack(track);
  await peer.setLocalDescription();
  const headers = { authorization: `Bearer ${given.token}`, 'content-type': 'application/sdp' };
  const response = await fetch(given.url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`playing was answered with ${response.status}: ${answer}`);
  const throughLink = answer.replace(/^(a=candidate:\S+ \d+ udp \d+ \S+) \d+/gm, `$1 ${given.linkPort}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: throughLink });
  (window as PlayingWindow).peer = peer;
  (window as PlayingWindow).shownFrames = frames;
}

export async function readPlayer(): Promise<PlayerFigures> {
  const { peer, shownFrames: frames = [] } = window as PlayingWindow;
  const figures = { frames, now: performance.now(), freezes: 0, frozen: 0, framesDecoded: 0, packetsLost: 0 };
  const report = await peer?.getStats();
  for (const entry of report?.values() ?? []) {
    if (entry.type !== 'inbound-rtp' || entry.kind !== 'video') continue;
    figures.freezes = entry.freezeCount ?? 0;
    figures.frozen = (entry.totalFreezesDuration ?? 0) * 1_000;
    figures.framesDecoded = entry.framesDecoded ?? 0;
    figures.packetsLost = entry.packetsLost ?? 0;
  }
  return figures;
}
