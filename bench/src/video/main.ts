import { type FakeHost, publishBy } from '@vitrine/test-env/fake-host';
import { serve } from '../load/serve.ts';
import { Audience } from './audience.ts';
import type { VideoLoadCommands } from './commands.ts';
import { type Door, openDoor } from './doors.ts';

const audience = new Audience();
let broadcast: { host: FakeHost; door: Door; bitrate: number } | null = null;
let marked = { cpu: process.cpuUsage(), at: performance.now() };

async function publish(door: Door, bitrate: number): Promise<void> {
  const { publishing } = await openDoor(door);
  broadcast = { host: await publishBy(publishing, { videoBitrate: bitrate, stamped: true }), door, bitrate };
}

serve<VideoLoadCommands>({
  async publish({ door, bitrate }) {
    await publish(door, bitrate);
    return undefined;
  },
  async replacePublisher() {
    const before = broadcast;
    if (!before) throw new Error('nobody publishes yet');
    await publish(before.door, before.bitrate);
    await before.host.stop();
    return undefined;
  },
  async published() {
    return { packets: broadcast?.host.counts.videoPackets ?? 0, keyframesAsked: broadcast?.host.counts.keyframesAsked ?? 0 };
  },
  join: (crowd) => audience.join(crowd),
  async mark() {
    audience.mark();
    marked = { cpu: process.cpuUsage(), at: performance.now() };
    return undefined;
  },
  async read() {
    const { user, system } = process.cpuUsage(marked.cpu);
    return { ...audience.read(), core: (user + system) / 1000 / (performance.now() - marked.at) };
  },
  firstPictures: ({ door, count }) => audience.firstPictures(door, count),
  async leave() {
    await audience.leave();
    return undefined;
  },
});
