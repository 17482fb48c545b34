// @vitest-environment happy-dom
import { LiveRoom } from '@vitrine/client';
import type { PublishingStats } from '@vitrine/client/video';
import type { PublisherHealth, VideoHealth } from '@vitrine/protocol';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { computed, ref, shallowRef } from 'vue';
import type { MeasuredRoom } from '../../composables/room/stream-health.ts';
import type { BroadcastState } from '../../composables/room/use-broadcast.ts';
import type { UploadReading } from '../../composables/room/use-upload.ts';
import RoomHealth from './RoomHealth.vue';

const FIRST_SNAPSHOT = new LiveRoom({ url: 'ws://shop.test/ws', streamId: 'a'.repeat(24), as: 'admin' }).getSnapshot();
const HOST: PublisherHealth = {
  seat: 'host',
  up: true,
  videoCodec: 'VP8',
  audioCodec: 'opus',
  layers: [
    { rid: 'q', width: 320, height: 180, bitrate: 150_000, framesPerSecond: 30, active: true },
    { rid: 'h', width: 640, height: 360, bitrate: 500_000, framesPerSecond: 30, active: true },
    { rid: 'f', width: 1_280, height: 720, bitrate: 1_700_000, framesPerSecond: 29.8, active: true },
  ],
  bitrate: 2_400_000,
  loss: 0.002,
  roundTrip: 34,
  jitter: 3.4,
  trouble: null,
};
const health = (host: Partial<PublisherHealth> = {}, audience: Partial<VideoHealth['audience']> = {}): VideoHealth => ({
  provider: 'sfu',
  publishers: [{ ...HOST, ...host }],
  audience: {
    viewers: 14,
    heights: [{ height: 720, viewers: 14 }],
    bitrate: 21_000_000,
    loss: { p50: 0.001, p95: 0.012 },
    roundTrip: { p50: 42, p95: 130 },
    freezes: { reports: 14, frozen: 1, milliseconds: 40 },
    ...audience,
  },
});
const STATS: PublishingStats = {
  width: 1_280,
  height: 720,
  framesPerSecond: 30,
  bitrate: 2_440_000,
  roundTrip: 0.03,
  packetLoss: 0,
  limitedBy: 'none',
};

function show(given: {
  videoHealth?: VideoHealth | null;
  status?: BroadcastState['status'];
  stats?: PublishingStats | null;
  onAir?: boolean;
  upload?: UploadReading[];
}) {
  const { videoHealth = null, status = 'on', stats = STATS, onAir = true, upload = [] } = given;
  const state: BroadcastState =
    status === 'counting' ? { status, left: 3 } : status === 'failed' ? { status, at: 'start', message: '' } : { status };
  const room: MeasuredRoom = {
    snapshot: ref({ ...FIRST_SNAPSHOT, videoHealth }),
    onAir: computed(() => onAir),
    upload: shallowRef(upload),
    sending: computed(() => status !== 'off' && status !== 'failed'),
    broadcast: { state: ref(state), stats: ref(status === 'on' ? stats : null) },
  };
  const panel = mount(RoomHealth, { props: { room } });
  const row = (name: string): string | undefined =>
    panel
      .findAll('dl > div')
      .find((one) => one.find('dt').text() === name)
      ?.find('dd')
      .text();
  return { panel, row, says: panel.find('[role=status]').text() };
}

describe('the health of the picture in the control room', () => {
  it('says that nothing is sent, without figures', () => {
    const { panel, says } = show({ status: 'off', onAir: false });
    expect(says).toBe('Not sendingReady when you are.');
    expect(panel.find('dl').exists()).toBe(false);
  });

  it('says that everyone gets a sharp picture, with what leaves and what arrives', () => {
    const { says, row } = show({ videoHealth: health() });
    expect(says).toBe('HealthyEveryone is getting a sharp picture.');
    expect(row('Your upload')).toBe('2.4 Mbit/s');
    expect(row('Picture')).toBe('1280 × 720');
    expect(row('To the server and back')).toBe('30 ms');
    expect(row('Lost on the way')).toBe('0.2 %');
    expect(row('Get the full picture')).toBe('14 of 14');
    expect(row('Picture stood still, last minute')).toBe('1 of 14');
    expect(row('On slow connections')).toBeUndefined();
  });

  it('says how many get a smaller picture, and how many hear only', () => {
    const heights = [
      { height: 720, viewers: 10 },
      { height: 360, viewers: 2 },
      { height: 180, viewers: 1 },
      { height: 0, viewers: 1 },
    ];
    const { says, row } = show({ videoHealth: health({}, { heights }) });
    expect(says).toContain('4 of 14 are on slow connections.');
    expect(row('On slow connections')).toBe('3 people, at 180p');
    expect(row('Hear only')).toBe('1 person');
  });

  it('warns in plain words when the host’s upload is the problem, and says what helps', () => {
    const { panel, says } = show({ videoHealth: health({ trouble: 'uplink', loss: 0.09 }) });
    expect(says).toContain('StrugglingYour upload does not carry the whole picture.');
    expect(says).toContain('use a cable');
    expect(panel.find('.text-warn').exists()).toBe(true);
  });

  it.each([
    ['no_picture', 'Your sound arrives. Your picture does not.'],
    ['no_sound', 'Your picture arrives. Your sound does not.'],
    ['silent', 'Neither picture nor sound reaches the shop.'],
  ] as const)('alarms when the server sees %s, whatever the browser believes', (trouble, words) => {
    const { panel, says } = show({ videoHealth: health({ trouble }) });
    expect(says).toContain(words);
    expect(panel.find('.text-danger').exists()).toBe(true);
  });

  it('names the camera when it gives few pictures', () => {
    expect(show({ videoHealth: health({ trouble: 'frames' }) }).says).toContain('too few pictures');
  });

  it('tells a bad way to viewers from a bad upload', () => {
    const { says } = show({ videoHealth: health({}, { freezes: { reports: 10, frozen: 5, milliseconds: 900 } }) });
    expect(says).toContain('For many viewers the picture stops now and then.');
    expect(says).toContain('What you send arrives well.');
  });

  it('shows what another program sends', () => {
    const { says, row } = show({
      status: 'off',
      videoHealth: health({}, { viewers: 0, heights: [], freezes: { reports: 0, frozen: 0, milliseconds: 0 } }),
    });
    expect(says).toBe('HealthyA sharp picture reaches the shop.');
    expect(row('Your upload')).toBe('2.4 Mbit/s');
    expect(row('Frames a second')).toBe('30');
  });

  it('says that it knows nothing yet of a show that is sent from elsewhere', () => {
    expect(show({ status: 'off' }).says).toContain('No figures yet');
    const nobody: VideoHealth = { ...health(), publishers: [] };
    expect(show({ status: 'off', videoHealth: nobody }).says).toContain('No picture leaves this window.');
  });

  it('keeps the browser’s own figures while the server has told nothing', () => {
    const { says, row } = show({});
    expect(says).toBe('HealthyA sharp picture leaves this machine.');
    expect(row('Your upload')).toBe('2.4 Mbit/s');
    expect(row('Get the full picture')).toBeUndefined();
  });

  it('draws the upload of the last minutes and says in words what is drawn, once there is something to draw', () => {
    expect(show({}).panel.find('svg').exists()).toBe(false);
    expect(
      show({ upload: [{ at: 0, bitrate: 900_000 }] })
        .panel.find('svg')
        .exists(),
    ).toBe(false);
    const upload = [900_000, 2_440_000, 1_800_000].map((bitrate, at) => ({ at: at * 2_000, bitrate }));
    const { panel, row } = show({ upload });
    const drawn = panel.get('svg[role=img]');
    expect(drawn.attributes('aria-label')).toBe('Over the last 4 seconds: 900 kbit/s at the least, 2.4 Mbit/s at the most');
    expect(drawn.classes()).toContain('text-ok');
    expect(row('Your upload')).toBe('2.4 Mbit/s');
    expect(show({ upload, status: 'off', onAir: false }).panel.find('svg').exists()).toBe(false);
  });

  it('keeps layers, codecs and spreads for who opens the details', () => {
    const suspended = HOST.layers.map((layer) => (layer.rid === 'f' ? { ...layer, active: false } : layer));
    const { panel } = show({ videoHealth: health({ layers: suspended }) });
    const details = panel.find('details');
    expect(details.attributes('open')).toBeUndefined();
    expect(details.text()).toContain('640 × 360 sent500 kbit/s, 30 a second');
    expect(details.text()).toContain('1280 × 720 sentpaused');
    expect(details.text()).toContain('VP8, opus');
    expect(details.text()).toContain('0.1 %, 1.2 %');
    expect(details.text()).toContain('42 ms, 130 ms');
  });
});
