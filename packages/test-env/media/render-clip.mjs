/**
 * Renders the clips that the fake host publishes: scenes of the demo shop under a slowly moving camera, with a soft chord. Each is a
 * loop: every motion and every tone has a period that divides its length. Needs `rsvg-convert` (Debian: librsvg2-bin) and `ffmpeg`.
 *
 *   node packages/test-env/media/render-clip.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SECONDS = 12;
const FRAMES_PER_SECOND = 30;
const FRAMES = SECONDS * FRAMES_PER_SECOND;
const KEYFRAME_EVERY = 2 * FRAMES_PER_SECOND;
const OPUS_FRAME_MS = 20;
const OPUS_FRAMES = (SECONDS * 1000) / OPUS_FRAME_MS;
/** The studio's clip is what measurements are made with; the teapot's is there to be looked at, and small. */
const BITRATES = { studio: 1_200, teapot: 260 };
/** Scenes are drawn at three times the size of the picture, so that the moving camera steps by a third of a pixel. */
const SCENE = { width: 3840, height: 2160 };

const SCENES = './pictures';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'clip-'));
const inWork = (name) => join(work, name);
const ffmpeg = (...args) => execFileSync('ffmpeg', ['-y', '-loglevel', 'error', ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

/** A camera that zooms and pans around `x`, `y` (shares of the scene) once per loop; `phase` in turns. */
function camera(x, y, phase) {
  const turn = `(2*PI*(on/${FRAMES}+${phase}))`;
  return [
    `zoompan=z='1.3+0.17*sin${turn}'`,
    `x='(iw-iw/zoom)*(${x}+0.16*cos${turn})'`,
    `y='(ih-ih/zoom)*(${y}+0.12*sin(2*${turn}))'`,
    `d=${FRAMES}:s=1280x720:fps=${FRAMES_PER_SECOND}`,
  ].join(':');
}

function renderScene(scene) {
  execFileSync('rsvg-convert', [
    ...['-w', String(SCENE.width), '-h', String(SCENE.height)],
    ...[here(`${SCENES}/scene-${scene}.svg`), '-o', inWork(`${scene}.png`)],
  ]);
  return ['-i', inWork(`${scene}.png`)];
}

/** The host, and for half of the time the table with the goods. */
function renderStudio() {
  const scenes = [...renderScene('ines-wide'), ...renderScene('table')];
  const graph = [
    `[0:v]${camera(0.5, 0.42, 0)},format=yuv420p[host]`,
    `[1:v]${camera(0.5, 0.5, 0.5)},format=yuva420p,fade=in:st=6:d=1:alpha=1,fade=out:st=11:d=0.95:alpha=1[table]`,
    '[host][table]overlay=format=yuv420,format=yuv420p[picture]',
  ].join(';');
  ffmpeg(...scenes, '-filter_complex', graph, '-map', '[picture]', '-frames:v', String(FRAMES), '-c:v', 'ffv1', inWork('studio.mkv'));
}

/** Another host, of another show. */
function renderTeapot() {
  const graph = `[0:v]${camera(0.5, 0.46, 0.25)},format=yuv420p[picture]`;
  const picture = ['-filter_complex', graph, '-map', '[picture]', '-frames:v', String(FRAMES), '-c:v', 'ffv1', inWork('teapot.mkv')];
  ffmpeg(...renderScene('jonas'), ...picture);
}

/** Three loops are encoded and the middle one is kept, so that its first packet follows its last. */
function renderSound() {
  const voice = (cyclesPerLoop, level, swellPerLoop) =>
    `${level}*sin(2*PI*t*${cyclesPerLoop}/${SECONDS})*(0.6+0.4*sin(2*PI*t*${swellPerLoop}/${SECONDS}))`;
  const chord = [voice(1320, 0.03, 1), voice(1980, 0.02, 2), voice(2640, 0.018, 3), voice(3327, 0.012, 2), voice(3954, 0.01, 1)].join('+');
  ffmpeg(
    ...['-f', 'lavfi', '-i', `aevalsrc=${chord}:s=48000:d=${3 * SECONDS}`, '-ac', '2'],
    ...['-c:a', 'libopus', '-b:a', '32k', '-frame_duration', String(OPUS_FRAME_MS), inWork('sound.ogg')],
  );
  return oggPackets(readFileSync(inWork('sound.ogg'))).slice(2 + OPUS_FRAMES, 2 + 2 * OPUS_FRAMES);
}

/** The packets of an Ogg file with one stream, its two header packets among them (RFC 3533). */
function oggPackets(file) {
  const packets = [];
  let parts = [];
  for (let page = 0; page < file.length; ) {
    const segments = file[page + 26];
    let at = page + 27 + segments;
    for (const lace of file.subarray(page + 27, page + 27 + segments)) {
      parts.push(file.subarray(at, at + lace));
      at += lace;
      if (lace === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    page = at;
  }
  return packets;
}

const rates = (name) => [
  '-b:v',
  `${BITRATES[name]}k`,
  '-maxrate',
  `${Math.round((BITRATES[name] * 4) / 3)}k`,
  '-bufsize',
  `${Math.round((BITRATES[name] * 4) / 3)}k`,
];

function encodeVp8(name) {
  ffmpeg(
    ...['-i', inWork(`${name}.mkv`), '-c:v', 'libvpx', ...rates(name)],
    ...['-g', String(KEYFRAME_EVERY), '-keyint_min', String(KEYFRAME_EVERY), '-auto-alt-ref', '0', '-lag-in-frames', '0'],
    ...['-deadline', 'good', '-cpu-used', '2', inWork('clip.ivf')],
  );
  const file = readFileSync(inWork('clip.ivf'));
  const frames = [];
  for (let at = 32; at + 12 <= file.length; at += 12 + file.readUInt32LE(at)) {
    const data = file.subarray(at + 12, at + 12 + file.readUInt32LE(at));
    frames.push({ data, keyframe: (data[0] & 1) === 0 });
  }
  return frames;
}

function encodeH264(name) {
  ffmpeg(
    ...['-i', inWork(`${name}.mkv`), '-c:v', 'libx264', '-profile:v', 'baseline', '-level', '3.1', '-preset', 'slow', '-bf', '0'],
    ...[...rates(name), '-g', String(KEYFRAME_EVERY)],
    ...['-x264-params', 'repeat-headers=1:scenecut=0:aud=1', '-f', 'h264', inWork('clip.h264')],
  );
  const file = readFileSync(inWork('clip.h264'));
  const delimiter = Buffer.from([0, 0, 0, 1, 9]);
  const starts = [];
  for (let at = file.indexOf(delimiter); at >= 0; at = file.indexOf(delimiter, at + 1)) starts.push(at);
  return starts.map((start, index) => {
    // The delimiter itself (six bytes) only served to find the access units.
    const data = file.subarray(start + 6, starts[index + 1] ?? file.length);
    return { data, keyframe: data.includes(Buffer.from([0, 0, 1, 0x67])) };
  });
}

/**
 * A clip file: the bytes `VCLIP1`, a codec byte (0 VP8, 1 H264), a reserved byte, the length in ms (u32), then frames in the order they
 * are sent, each: kind (0 video, 1 keyframe, 2 audio; u8), time in microseconds (u32), size (u32), data. Big-endian.
 */
function writeClip(name, codec, video, audio) {
  if (video.length !== FRAMES || audio.length !== OPUS_FRAMES)
    throw new Error(`${name}: ${video.length} pictures and ${audio.length} sounds, expected ${FRAMES} and ${OPUS_FRAMES}`);
  const header = Buffer.from(`VCLIP1${String.fromCharCode(codec, 0)}\0\0\0\0`, 'latin1');
  header.writeUInt32BE(SECONDS * 1000, 8);
  const frames = [
    ...video.map(({ data, keyframe }, index) => ({ kind: keyframe ? 1 : 0, time: Math.round((index * 1e6) / FRAMES_PER_SECOND), data })),
    ...audio.map((data, index) => ({ kind: 2, time: index * OPUS_FRAME_MS * 1000, data })),
  ].sort((one, other) => one.time - other.time);
  const parts = frames.map(({ kind, time, data }) => {
    const head = Buffer.alloc(9);
    head[0] = kind;
    head.writeUInt32BE(time, 1);
    head.writeUInt32BE(data.length, 5);
    return Buffer.concat([head, data]);
  });
  const clip = Buffer.concat([header, ...parts]);
  writeFileSync(here(name), clip);
  console.log(`${name}: ${(clip.length / 1e6).toFixed(2)} MB, ${video.filter((frame) => frame.keyframe).length} keyframes`);
}

/** All, or those that are named: `studio-vp8`. */
const wanted = (name) => process.argv.length <= 2 || process.argv.includes(name);
try {
  const sound = renderSound();
  if (wanted('studio-vp8') || wanted('studio-h264')) renderStudio();
  if (wanted('studio-vp8')) writeClip('studio-vp8.clip', 0, encodeVp8('studio'), sound);
  if (wanted('studio-h264')) writeClip('studio-h264.clip', 1, encodeH264('studio'), sound);
  if (wanted('teapot-vp8')) renderTeapot();
  if (wanted('teapot-vp8')) writeClip('teapot-vp8.clip', 0, encodeVp8('teapot'), sound);
} finally {
  rmSync(work, { recursive: true, force: true });
}
