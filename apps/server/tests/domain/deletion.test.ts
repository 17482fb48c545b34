import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeletedShowRecord } from '../../src/ports/storage.ts';
import { type Node, type Person, ShowNodes } from './show-nodes.ts';

const MINUTE = 60_000;
let nodes: ShowNodes;
let one: Node;
let other: Node;
let host: Person;
let admin: Person;
beforeEach(async () => {
  nodes = await ShowNodes.open();
  host = await nodes.account('host');
  admin = await nodes.account('admin');
  one = await nodes.start('one');
  other = await nodes.start('other');
});
afterEach(() => nodes[Symbol.asyncDispose]());

const deletedOf = async (id: string): Promise<DeletedShowRecord | undefined> => (await nodes.storage.deletedShows.byIds([id]))[0];
const audited = async (id: string): Promise<string[]> =>
  (await nodes.storage.audit.list({ streamId: id, action: 'livestream.delete', limit: 10 })).items.map(
    ({ actorName, target }) => `${actorName}: ${target}`,
  );
/** A show that is over, with something said in it and a recording. */
async function pastShow(): Promise<string> {
  const id = await one.show(host);
  await one.livestreams.stop(host, id);
  const track = {
    ...{ seat: 'host', name: host.name, url: `/recordings/${id}/${id}-0.webm`, contentType: 'video/webm' as const },
    ...{ startedAt: new Date(0).toISOString(), duration: 60, bytes: 1, width: 1280, height: 720 },
  };
  const recording = { state: 'ready' as const, problem: null, progress: null, tracks: [track], thumbnailUrl: null, previews: null };
  await nodes.storage.livestreams.change(id, ['ended'], { recording, recordingUrl: track.url });
  return id;
}

describe('A show that is deleted', () => {
  test('is there for nobody any more, on every node, and its lists are told', async () => {
    const id = await pastShow();
    await one.deletions.delete(host, id);
    await nodes.settled();
    for (const node of [one, other]) {
      await expect(node.livestreams.get(admin, id)).rejects.toMatchObject({ code: 'not_found' });
      expect(node.gone).toEqual([id]);
      expect(node.lobby.filter(({ type }) => type === 'show_unlisted')).toEqual([{ type: 'show_unlisted', streamId: id }]);
    }
    expect(await audited(id)).toEqual(['host 1: The Autumn Firing']);
    expect((await one.deletions.list(host, { limit: 10 })).items).toMatchObject([{ _id: id, title: 'The Autumn Firing' }]);
    expect((await one.deletions.list(await nodes.account('host'), { limit: 10 })).items).toEqual([]);
  });
  test('of which no list knew is told to the staff alone', async () => {
    const id = await one.show(host, { isLive: false });
    await one.livestreams.update(host, id, { visibility: 'private' });
    await nodes.settled();
    other.lobby.length = 0;
    await one.deletions.delete(host, id);
    await nodes.settled();
    expect(other.lobby).toEqual([{ type: 'show_unlisted', streamId: id, toStaffOnly: true }]);
  });
  test('must be off the air, and is its host’s or an admin’s', async () => {
    const id = await one.show(host);
    await expect(one.deletions.delete(host, id)).rejects.toMatchObject({ code: 'already_live' });
    await one.picture('publisher_up', id, host.id, 'host');
    await one.livestreams.pictureCame(id);
    await one.livestreams.pictureLost(id);
    expect((await one.livestreams.state(id)).status).toBe('interrupted');
    await expect(one.deletions.delete(host, id)).rejects.toMatchObject({ code: 'already_live' });
    await one.livestreams.stop(host, id);
    await expect(one.deletions.delete(await nodes.account('host'), id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(one.deletions.delete(await nodes.account('moderator'), id)).rejects.toMatchObject({ code: 'forbidden' });
    await one.deletions.delete(admin, id);
    expect(await audited(id)).toEqual(['admin 2: The Autumn Firing']);
  });
  test('by two at once is deleted once, and whoever asks again hears the same', async () => {
    const id = await pastShow();
    await Promise.all([one.deletions.delete(host, id), other.deletions.delete(admin, id).catch(() => {})]);
    await one.deletions.delete(host, id);
    await nodes.settled();
    expect(await audited(id)).toHaveLength(1);
    expect(one.gone).toEqual([id]);
  });
  test('by a node that dies over it is finished by another', async () => {
    const id = await pastShow();
    const show = await nodes.storage.livestreams.byId(id);
    const gone = { _id: id, title: 'The Autumn Firing', createdBy: host.id, visibility: 'public' as const };
    const by = { deletedBy: host.id, deletedByName: host.name, deletedAt: 1, dueAt: 1, files: [`${id}-0.webm`] };
    expect(await nodes.storage.deletedShows.replace({ ...gone, ...by }, ['ended'], { recording: show?.recording ?? null })).toBe(true);
    nodes.kill(one);
    await other.deletions.sweep();
    await nodes.settled();
    expect(other.gone).toEqual([id]);
    expect(await audited(id)).toEqual(['host 1: The Autumn Firing']);
    expect(nodes.files.deleted).toEqual([`${id}-0.webm`]);
    expect(await nodes.storage.timeline.tail(id)).toEqual({ offset: 0 });
  });
  test('loses its files and what was said in it, also what other nodes write down late', async () => {
    const id = await pastShow();
    await one.deletions.delete(host, id);
    expect((await nodes.storage.timeline.tail(id)).offset).toBeGreaterThan(0);
    await one.deletions.sweep();
    expect(nodes.files.deleted).toEqual([`${id}-0.webm`]);
    expect(await nodes.storage.timeline.tail(id)).toEqual({ offset: 0 });
    await nodes.storage.viewers.seen(id, host.id, 1);
    nodes.pass(4 * MINUTE);
    await other.deletions.sweep();
    expect((await nodes.storage.viewers.totals(id)).unique).toBe(1);
    nodes.pass(MINUTE);
    await other.deletions.sweep();
    expect((await nodes.storage.viewers.totals(id)).unique).toBe(0);
    expect(await deletedOf(id)).toMatchObject({ dueAt: null, title: 'The Autumn Firing' });
  });
  test('whose files can’t be reached is tried again, and holds up no other', async () => {
    const [id, next] = [await pastShow(), await one.show(host, { isLive: false })];
    await one.deletions.delete(host, id);
    await one.deletions.delete(host, next);
    nodes.files.isAway = true;
    await one.deletions.sweep();
    expect((await nodes.storage.timeline.tail(id)).offset).toBeGreaterThan(0);
    expect((await deletedOf(next))?.dueAt).toBe(((await deletedOf(next))?.deletedAt ?? 0) + 5 * MINUTE);
    nodes.files.isAway = false;
    nodes.pass(MINUTE);
    await one.deletions.sweep();
    expect(nodes.files.deleted).toEqual([`${id}-0.webm`]);
    expect(await nodes.storage.timeline.tail(id)).toEqual({ offset: 0 });
  });
});
