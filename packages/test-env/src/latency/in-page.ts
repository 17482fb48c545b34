/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import type { InPageSession } from '../adaptation/in-page.ts';

/** What runs in the browser: serialised by Playwright, so each function stands alone. */

/** The clock in the picture: blocks in a row, each a bit, least first. Of the time in ms, which wraps after four minutes. */
export interface ClockFace {
  bits: number;
  /** Pixels. */
  block: number;
}

interface ClockWindow extends Window {
  peer?: RTCPeerConnection;
}

/** Publishes a picture that shows what time it is. */
export async function publishClockInPage(given: InPageSession & ClockFace & { width: number; height: number }): Promise<void> {
  const { bits, block, width, height } = given;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  let frame = 0;
  const draw = (): void => {
    const now = Date.now();
    context.fillStyle = `hsl(${frame++ % 360} 40% 40%)`;
    context.fillRect(0, 0, width, height);
    for (let bit = 0; bit < bits; bit++) {
      context.fillStyle = Math.floor(now / 2 ** bit) % 2 === 1 ? '#fff' : '#000';
      context.fillRect(bit * block, 0, block, block);
    }
  };
  draw();
  setInterval(draw, 1_000 / 30);
  const peer = new RTCPeerConnection();
  for (const track of canvas.captureStream(30).getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
  await peer.setLocalDescription();
  const headers = { authorization: `Bearer ${given.token}`, 'content-type': 'application/sdp' };
  const response = await fetch(given.url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
  if (response.status !== 201) throw new Error(`publishing was answered with ${response.status}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  (window as ClockWindow).peer = peer;
}

export interface ClockReadings {
  /** ms from the offer to the first picture on the page. */
  firstFrame: number;
  /** ms between the time in a picture and the time at which the page was given it. */
  delays: number[];
}

/** Plays so many pictures and reads the clock in each, then leaves. */
export async function readClockInPage(given: InPageSession & ClockFace & { frames: number }): Promise<ClockReadings> {
  const { bits, block, frames } = given;
  const startedAt = performance.now();
  const peer = new RTCPeerConnection();
  peer.addTransceiver('video', { direction: 'recvonly' });
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  document.body.append(video);
  peer.ontrack = ({ track }) => {
    video.srcObject = new MediaStream([track]);
  };
  const canvas = document.createElement('canvas');
  canvas.width = bits * block;
  canvas.height = block;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  const wrap = 2 ** bits;
  const delays: number[] = [];
  let firstFrame = 0;
  const seen = new Promise<void>((resolve) => {
    const onFrame = (): void => {
      const now = Date.now();
      firstFrame ||= performance.now() - startedAt;
      context.drawImage(video, 0, 0);
      let shown = 0;
      for (let bit = 0; bit < bits; bit++) {
        const [red = 0] = context.getImageData(bit * block + block / 2, block / 2, 1, 1).data;
        if (red > 127) shown += 2 ** bit;
      }
      delays.push((now - shown + wrap) % wrap);
      if (delays.length < frames) video.requestVideoFrameCallback(onFrame);
      else resolve();
    };
    video.requestVideoFrameCallback(onFrame);
  });
  await peer.setLocalDescription();
  const headers = { authorization: `Bearer ${given.token}`, 'content-type': 'application/sdp' };
  const response = await fetch(given.url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
  if (response.status !== 201) throw new Error(`playing was answered with ${response.status}`);
  const session = new URL(response.headers.get('location') ?? '', given.url);
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  await seen;
  peer.close();
  video.remove();
  await fetch(session, { method: 'DELETE', headers: { authorization: headers.authorization } });
  // Before the stream has settled, pictures come from the server's memory, to begin with.
  return { firstFrame, delays: delays.slice(Math.floor(frames / 3)) };
}
