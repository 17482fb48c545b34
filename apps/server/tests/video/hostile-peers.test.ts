import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import nodeDataChannel, { type Track } from 'node-datachannel';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../../packages/test-env/src/fake-host/connection.ts';
import { postTo, publishBy, releaseVideo, type WatchedStream } from '../../../../packages/test-env/src/fake-host/index.ts';
import { HOST, SfuUnderTest, STREAM } from './sfu-under-test.ts';

const VIEWER = 'c'.repeat(24);
const MESSAGES = 3_000;
/** Messages are handed over in portions, so that the loopback does not drop most of them. */
const PORTION = 50;

let video: SfuUnderTest;
const sockets: Socket[] = [];
beforeEach(async () => {
  video = await SfuUnderTest.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await video[Symbol.asyncDispose]();
});
afterAll(releaseVideo);

function picturesUp(viewer: WatchedStream, more: number): Promise<void> {
  const { videoFrames } = viewer.counts;
  return viewer.until((counts) => counts.videoFrames > videoFrames + more);
}
async function socket(): Promise<Socket> {
  const opened = createSocket('udp4');
  sockets.push(opened);
  await new Promise<void>((resolve) => opened.bind(0, '127.0.0.1', resolve));
  return opened;
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
async function repeat(send: (index: number) => void): Promise<void> {
  for (let index = 0; index < MESSAGES; index++) {
    send(index);
    if (index % PORTION === 0) await turn();
  }
}

/** What the first byte says a datagram is (RFC 7983): STUN, DTLS, RTP, RTCP, or nothing known. */
const STARTS = [
  [0, 1, 0, 8, 0x21, 0x12, 0xa4, 0x42],
  [0, 1, 0xff, 0xff],
  [1, 1],
  [22, 254, 253],
  [20, 254, 255],
  [0x80, 96],
  [0x81, 201],
  [0xff],
  [],
];
function datagram(index: number): Buffer {
  const start = STARTS[index % STARTS.length] ?? [];
  return Buffer.concat([Buffer.from(start), randomBytes((index * 37) % 1_400)]);
}

describe('A show goes on, in the same media process,', () => {
  it('while its port is sent what is no STUN, DTLS, RTP or RTCP', async () => {
    await video.publish();
    const viewer = await video.watch(VIEWER);
    await picturesUp(viewer, 5);
    const { pid } = video.sfu;
    const from = await socket();
    await repeat((index) => from.send(datagram(index), video.udpPort, '127.0.0.1'));
    await picturesUp(viewer, 30);
    expect(video.sfu.pid).toBe(pid);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
  }, 60_000);

  it('while a guest who was let in sends RTP and RTCP that is none', async () => {
    await video.publish();
    const viewer = await video.watch(VIEWER);
    await picturesUp(viewer, 5);
    const { pid } = video.sfu;
    const guest = 'd'.repeat(24);
    const { url, token } = await video.credentials('guest', guest, guest);
    let sent = 0;
    const tracks: Track[] = [];
    const connection = await connect(postTo(url, token), (peer) => {
      const media = new nodeDataChannel.Video('0', 'SendOnly');
      media.addVP8Codec(96);
      media.addSSRC(1, 'x', 'x', 'x');
      tracks.push(peer.addTrack(media));
    });
    const [track] = tracks;
    if (!track) throw new Error('there is no track');
    track.onClosed(() => {});
    await repeat((index) => {
      const message = Buffer.concat([randomBytes(2), randomBytes(10 + ((index * 41) % 1_100))]);
      // A packet of a version and kind that gets through to where it is read: RTP, then each kind of RTCP.
      message.writeUInt8(0x80 | (index & 0x1f), 0);
      message.writeUInt8(index % 2 === 0 ? 96 : 200 + (index % 8), 1);
      try {
        if (track.isOpen() && track.sendMessageBinary(message)) sent++;
      } catch {
        // What the sender's own library does not take for RTP never leaves it.
      }
    });
    expect(sent).toBeGreaterThan(MESSAGES / 4);
    await picturesUp(viewer, 30);
    expect(video.sfu.pid).toBe(pid);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    await connection.close();
  }, 60_000);

  it('and sends nothing to where a peer says that it can be reached', async () => {
    const inner = await socket();
    const heard: Buffer[] = [];
    inner.on('message', (message) => heard.push(message));
    const { port } = inner.address();
    const { url, token } = await video.credentials('host', HOST, 'host');
    const elsewhere = `a=candidate:7 1 UDP 2130706431 127.0.0.1 ${port} typ host\r\n`;
    const host = await publishBy((offer) => postTo(url, token)(offer.replace(/(a=mid:[^\r\n]+\r\n)/g, `$1${elsewhere}`)), {});
    await video.event('publisher_up');
    const viewer = await video.watch(VIEWER);
    await picturesUp(viewer, 60);
    expect(heard).toEqual([]);
    await host.stop();
  }, 60_000);

  it('while its host comes back twenty times, and nothing of the ones before is left', async () => {
    await video.publish();
    const viewer = await video.watch(VIEWER);
    await picturesUp(viewer, 5);
    for (let times = 0; times < 20; times++) {
      await video.publish();
      await picturesUp(viewer, 10);
    }
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    expect(video.events.map(({ type }) => type)).toEqual(['publisher_up']);
    await video.figures(({ publishers, viewers }) => publishers === 1 && viewers === 1);
  }, 120_000);

  it('without a viewer who was put out, and whose token opens nothing of another show, nor to publish', async () => {
    await video.publish();
    const { token } = await video.credentials('viewer', VIEWER, 'host');
    const unauthenticated = expect.objectContaining({ code: 'unauthenticated' });
    const { signalling } = video.sfu;
    const viewer = signalling.verify(token, STREAM, 'whep');
    expect(viewer).toEqual({ streamId: STREAM, userId: VIEWER, role: 'viewer', seat: 'host' });
    expect(() => signalling.verify(token, STREAM, 'whip')).toThrow(unauthenticated);
    expect(() => signalling.verify(token, 'e'.repeat(24), 'whep')).toThrow(unauthenticated);
    const session = await video.watch(VIEWER);
    await picturesUp(session, 1);
    await video.sfu.evict(STREAM, VIEWER);
    await video.figures(({ viewers }) => viewers === 0);
  }, 60_000);
});
