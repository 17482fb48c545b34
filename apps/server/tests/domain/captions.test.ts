import type { CaptionTrack, RecordedTrack } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Person, World } from '../http/role-world.ts';

const FILE = 'WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening,\n<i>everyone</i>.\n\n00:50.000 --> 01:10.000\nThe glaze.\n';
const track = (after: number, duration: number): RecordedTrack => ({
  ...{ seat: 'host', name: 'Inès', url: `/recordings/x/host-${after}.webm`, contentType: 'video/webm', duration },
  ...{ startedAt: new Date(1_800_000_000_000 + after * 1_000).toISOString(), bytes: 1, width: 1280, height: 720 },
});

describe('the captions of a replay', () => {
  let world: World;
  let host: Person;
  let show: string;

  beforeEach(async () => {
    world = await World.open();
    host = await world.person('host');
    show = await world.show(host);
    await world.storage.livestreams.change(show, ['scheduled'], { status: 'ended', startTime: 0, endTime: 1 });
  });
  afterEach(async () => {
    await world[Symbol.asyncDispose]();
  });
  const recorded = async (...tracks: RecordedTrack[]): Promise<void> => {
    const recording = { state: 'ready' as const, problem: null, progress: null, tracks, thumbnailUrl: null, previews: null };
    await world.storage.livestreams.change(show, ['ended'], { recording, recordingUrl: tracks[0]?.url ?? null });
  };
  const put = (file: string, language = 'en') => world.services.captions.put(host.actor, show, language, Buffer.from(file));
  const path = (end: string): string => `${world.url}/livestreams/${show}/replay/captions/${end}`;
  const asHost = (type?: string) => ({ authorization: `Bearer ${host.token}`, ...(type ? { 'content-type': type } : {}) });

  it('are put there by who runs the show, named by the replay, and read as cues or as a file', async () => {
    await recorded(track(0, 60));
    expect((await world.services.replays.get(null, show)).captions).toEqual([]);
    const answer = await fetch(path('EN-gb.vtt'), { method: 'PUT', headers: asHost('text/vtt; charset=utf-8'), body: FILE });
    const made = (await answer.json()) as CaptionTrack;
    expect([answer.status, made]).toEqual([
      200,
      { language: 'en-GB', cues: 2, url: new URL(path('en-GB.vtt')).pathname, updatedAt: expect.any(String) },
    ]);
    expect((await world.services.replays.get(null, show)).captions).toEqual([made]);

    const cues = await fetch(path('en-GB'));
    expect(await cues.json()).toEqual({
      language: 'en-GB',
      cues: [
        { from: 1_000, to: 2_500, text: 'Good evening,\neveryone.' },
        { from: 50_000, to: 70_000, text: 'The glaze.' },
      ],
    });
    const version = cues.headers.get('etag') ?? '';
    expect((await fetch(path('en-GB'), { headers: { 'if-none-match': version, 'cache-control': 'max-age=0' } })).status).toBe(304);
    const file = await fetch(world.url + made.url);
    expect(file.headers.get('content-type')).toBe('text/vtt; charset=utf-8');
    expect(await file.text()).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nGood evening,\neveryone.\n\n00:00:50.000 --> 00:01:10.000\nThe glaze.\n',
    );
  });

  it('are refused with the lines that are wrong, and what was there stays', async () => {
    await recorded(track(0, 60));
    await put(FILE);
    const wrong = await fetch(path('en.vtt'), { method: 'PUT', headers: asHost('text/vtt'), body: FILE.replace('01:10', '00:49') });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'line 7', code: 'backwards', message: 'This ends before it begins.' }],
    });
    await expect(put(FILE.replace('00:50.000', '01:01.000'))).rejects.toMatchObject({ fields: [{ path: 'line 7', code: 'too_late' }] });
    const latin = world.services.captions.put(host.actor, show, 'en', Buffer.from([0xe9, 0x20]));
    await expect(latin).rejects.toMatchObject({ code: 'invalid', fields: [{ path: 'line 1', code: 'not_utf8' }] });
    const statusOf = async (end: string, type: string, body: string): Promise<number> =>
      (await fetch(path(end), { method: 'PUT', headers: asHost(type), body })).status;
    expect(await statusOf('en.vtt', 'image/png', FILE)).toBe(415);
    expect(await statusOf('no_language.vtt', 'text/vtt', FILE)).toBe(400);
    expect(await statusOf('a-DE.vtt', 'text/vtt', FILE)).toBe(400);
    expect(await statusOf('en.vtt', 'text/vtt', `${FILE}\nNOTE ${'x'.repeat(LIMITS.captionsBytes)}`)).toBe(413);
    expect((await world.services.captions.get(null, show, 'en')).captions.cues).toHaveLength(2);
  });

  it('are told on the clock of the replay, in which the recording has no gaps', async () => {
    await recorded(track(0, 30), track(600, 30));
    await put('1\n00:00:59,000 --> 00:01:02,000\nGood night.\n');
    expect((await world.services.captions.get(null, show, 'en')).captions.cues).toEqual([
      { from: 59_000, to: 62_000, text: 'Good night.' },
    ]);
  });

  it('come in a few languages, each replaced or removed by itself, which is written down', async () => {
    await recorded(track(0, 60));
    const languages = ['da', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'sv'];
    for (const language of languages) await put(FILE, language);
    await expect(put(FILE, 'tr')).rejects.toMatchObject({ code: 'conflict' });
    await put(FILE.replace('The glaze', 'Die Glasur'), 'de');
    await world.services.captions.remove(host.actor, show, 'en');
    await expect(world.services.captions.remove(host.actor, show, 'en')).rejects.toMatchObject({ code: 'not_found' });
    await put(FILE, 'tr');
    const { captions } = await world.services.replays.get(null, show);
    expect(captions.map(({ language }) => language)).toEqual([...languages.filter((each) => each !== 'en'), 'tr']);
    const noted = async (action: string) => (await world.storage.audit.list({ limit: 20, streamId: show, action })).items;
    expect((await noted('replay.captions_remove')).map(({ details }) => details)).toEqual([{ language: 'en' }]);
    const written = (await noted('replay.captions')).map(({ details }) => `${details.language} ${details.cues}`).sort();
    expect(written).toEqual([...languages, 'de', 'tr'].map((language) => `${language} 2`).sort());
  });

  it('need a recording, and go with it', async () => {
    await expect(put(FILE)).rejects.toMatchObject({ code: 'not_found' });
    await recorded(track(0, 60));
    await put(FILE);
    await world.services.recordings.delete(host.actor, show);
    expect(await world.storage.captions.ofStream(show)).toEqual([]);
    await expect(world.services.captions.get(null, show, 'en')).rejects.toMatchObject({ code: 'not_found' });
  });
  it('that come while the recording is deleted are not left behind', async () => {
    await recorded(track(0, 60));
    const results = await Promise.allSettled([
      ...Array.from({ length: 6 }, () => put(FILE)),
      world.services.recordings.delete(host.actor, show),
    ]);
    expect(results.at(-1)?.status).toBe('fulfilled');
    expect(await world.storage.captions.ofStream(show)).toEqual([]);
  });

  it('are hidden with their show', async () => {
    await recorded(track(0, 60));
    await put(FILE);
    await world.storage.livestreams.change(show, ['ended'], { visibility: 'private' });
    const customer = (await world.person('customer')).actor;
    await expect(world.services.captions.get(customer, show, 'en')).rejects.toMatchObject({ code: 'not_found' });
    await expect(world.services.captions.file(null, show, 'en')).rejects.toMatchObject({ code: 'not_found' });
    expect((await fetch(path('en'), { headers: asHost() })).status).toBe(200);
  });
});
