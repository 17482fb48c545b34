import { LIMITS } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { STAGE_LIMITS } from '../../src/domain/stage/limits.ts';
import { type Node, type Person, ShowNodes } from './show-nodes.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

let nodes: ShowNodes;
let one: Node;
let two: Node;
let host: Person;
let clara: Person;
let show: string;

beforeEach(async () => {
  nodes = await ShowNodes.open();
  one = await nodes.start('one');
  two = await nodes.start('two');
  host = await nodes.account('host');
  clara = await nodes.account('customer');
  show = await one.show(host);
});
afterEach(() => nodes[Symbol.asyncDispose]());

const standing = async () => (await nodes.storage.livestreams.byId(show))?.guests.map(({ name, state, muted }) => ({ name, state, muted }));
const clarasState = async () => (await nodes.storage.livestreams.byId(show))?.guests.find(({ _id }) => _id === clara.id)?.state ?? 'off';
const onStage = async (node = one): Promise<void> => {
  await one.stage.invite(host, show, clara.id);
  await one.stage.accept(clara, show);
  await node.picture('publisher_up', show, clara.id);
  await nodes.settled();
};

describe('A guest', () => {
  test('is asked, says yes, publishes, loses the picture, is back, and leaves', async () => {
    await one.stage.invite(host, show, clara.id);
    expect(await standing()).toEqual([{ name: clara.name, state: 'invited', muted: false }]);
    await two.stage.accept(clara, show);
    expect(await clarasState()).toBe('accepted');
    await one.picture('publisher_up', show, clara.id);
    expect(await clarasState()).toBe('live');
    await one.picture('publisher_lost', show, clara.id);
    expect(await clarasState()).toBe('accepted');
    await one.picture('publisher_up', show, clara.id);
    expect(await clarasState()).toBe('live');
    await two.stage.remove(clara, show, clara.id);
    expect(await standing()).toEqual([]);
    await nodes.settled();
    expect(one.video).toContain(`close ${show} ${clara.id}`);
    const types = (await nodes.storage.timeline.after(show, 0, 100)).map(({ type }) => type);
    expect(types.filter((type) => type === 'stage_changed')).toHaveLength(6);
  });

  test('whose picture was lost is taken off a minute later, and not before', async () => {
    await onStage();
    await one.picture('publisher_lost', show, clara.id);
    nodes.pass(STAGE_LIMITS.away - 1);
    await two.stage.look();
    expect(await clarasState()).toBe('accepted');
    nodes.pass(1);
    await two.stage.look();
    expect(await clarasState()).toBe('off');
  });

  test('whose node died counts as away from then on', async () => {
    await onStage(one);
    nodes.kill(one);
    await two.beat(20_000);
    await two.stage.look();
    expect(await clarasState()).toBe('accepted');
    await two.beat(STAGE_LIMITS.away);
    await two.stage.look();
    expect(await clarasState()).toBe('off');
  });

  test('who does not answer is asked no longer, also after a restart', async () => {
    await one.stage.invite(host, show, clara.id);
    nodes.kill(one);
    nodes.kill(two);
    const three = await nodes.start('three');
    nodes.pass(STAGE_LIMITS.invitation - 1);
    await three.stage.look();
    expect(await clarasState()).toBe('invited');
    nodes.pass(1);
    expect(await codeOf(three.stage.accept(clara, show))).toBe('not_found');
    await three.stage.look();
    expect(await clarasState()).toBe('off');
  });

  test('who is silenced is not heard, on the node that has its picture, also with the next picture', async () => {
    await onStage(two);
    await one.stage.mute(host, show, clara.id, true);
    await nodes.settled();
    expect(two.video.at(-1)).toBe(`mute ${show} ${clara.id} true`);
    expect(one.video).toEqual([]);
    await two.picture('publisher_lost', show, clara.id);
    await two.picture('publisher_up', show, clara.id);
    expect(two.video.at(-1)).toBe(`mute ${show} ${clara.id} true`);
    await one.stage.mute(host, show, clara.id, false);
    await nodes.settled();
    expect(two.video.at(-1)).toBe(`mute ${show} ${clara.id} false`);
  });

  test('who publishes without being one is put out', async () => {
    await one.picture('publisher_up', show, clara.id);
    expect(one.video).toEqual([`close ${show} ${clara.id}`]);
    await one.stage.invite(host, show, clara.id);
    await one.picture('publisher_up', show, clara.id);
    expect(new Set(one.video)).toEqual(new Set([`close ${show} ${clara.id}`]));
    expect(await clarasState()).toBe('invited');
  });

  test('hears of its standing on every node, and nobody else does', async () => {
    await one.stage.invite(host, show, clara.id);
    await one.stage.mute(host, show, clara.id, true);
    await one.stage.remove(host, show, clara.id);
    await nodes.settled();
    for (const node of [one, two]) {
      expect(new Set(node.told.map(({ userId }) => userId))).toEqual(new Set([clara.id]));
      expect(node.told.at(0)?.standing).toMatchObject({ from: host.name });
      expect(node.told.at(-1)?.standing).toEqual({ guest: null, from: host.name });
    }
  });

  test('names nobody in the timeline', async () => {
    await onStage();
    const entries = await nodes.storage.timeline.after(show, 0, 100);
    expect(JSON.stringify(entries.filter(({ type }) => type === 'stage_changed'))).not.toContain(clara.name);
  });

  test('is gone with the show, and asked no more', async () => {
    await onStage();
    await one.livestreams.stop(host, show);
    expect(await standing()).toEqual([]);
    expect(await codeOf(one.stage.invite(host, show, clara.id))).toBe('ended');
    expect(await codeOf(one.stage.accept(clara, show))).toBe('ended');
    await one.picture('publisher_lost', show, clara.id);
    await nodes.settled();
    expect(two.stage.standing(show, clara.id).guest).toBeNull();
  });
});

test('A hosted provider is told of guests by the node that acts, whichever heard of their pictures', async () => {
  const hosted = await nodes.start('hosted', { mediaIsOurs: false });
  const mira = await nodes.account('customer');
  for (const person of [clara, mira]) await hosted.stage.invite(host, show, person.id);
  await hosted.stage.accept(clara, show);
  expect(hosted.video).toEqual([]);
  await hosted.stage.mute(host, show, clara.id, true);
  await hosted.stage.remove(host, show, clara.id);
  await hosted.stage.remove(host, show, mira.id);
  expect(hosted.video).toEqual([`mute ${show} ${clara.id} true`, `close ${show} ${clara.id}`]);
});

describe('The stage', () => {
  test('fills no more seats than there are, however many ask at once on two nodes, and fills them all', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => nodes.account('customer')));
    const outcomes = await Promise.all(people.map(({ id }, index) => codeOf((index % 2 ? one : two).stage.invite(host, show, id))));
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(LIMITS.guests);
    expect(outcomes.filter((outcome) => outcome === 'stage_full')).toHaveLength(12 - LIMITS.guests);
    expect(await standing()).toHaveLength(LIMITS.guests);
  });

  test('takes two changes at once, on two nodes, both', async () => {
    const mira = await nodes.account('customer');
    await Promise.all([one.stage.invite(host, show, clara.id), two.stage.invite(host, show, mira.id)]);
    await Promise.all([one.stage.accept(clara, show), two.stage.mute(host, show, mira.id, true)]);
    expect(new Set(await standing())).toEqual(
      new Set([
        { name: clara.name, state: 'accepted', muted: false },
        { name: mira.name, state: 'invited', muted: true },
      ]),
    );
  });

  test('has room again when an invitation has lapsed', async () => {
    const people = await Promise.all(Array.from({ length: LIMITS.guests + 1 }, () => nodes.account('customer')));
    const last = people.pop();
    for (const { id } of people) await one.stage.invite(host, show, id);
    expect(await codeOf(one.stage.invite(host, show, last?.id ?? ''))).toBe('stage_full');
    nodes.pass(STAGE_LIMITS.invitation);
    await one.stage.invite(host, show, last?.id ?? '');
    expect(await standing()).toEqual([{ name: last?.name, state: 'invited', muted: false }]);
  });

  test('changes nothing for what is so already', async () => {
    await one.stage.invite(host, show, clara.id);
    await one.stage.invite(host, show, clara.id);
    await one.stage.accept(clara, show);
    await one.stage.accept(clara, show);
    await one.stage.mute(host, show, clara.id, false);
    const types = (await nodes.storage.timeline.after(show, 0, 100)).map(({ type }) => type);
    expect(types.filter((type) => type === 'stage_changed')).toHaveLength(2);
    const deeds = (await nodes.storage.audit.list({ limit: 10 })).items.map(({ action }) => action);
    expect(deeds.sort()).toEqual(['stage.accept', 'stage.invite']);
  });

  test('is open to who has an account, may see the show and is not banned', async () => {
    const other = await nodes.account('moderator');
    expect(await codeOf(one.stage.invite(host, show, 'f'.repeat(24)))).toBe('not_found');
    expect(await codeOf(one.stage.invite(host, show, host.id))).toBe('conflict');
    expect(await codeOf(one.stage.invite(other, show, clara.id))).toBe('forbidden');
    await one.bans.ban(host, { streamId: show, subjectId: clara.id, reason: '', minutes: null });
    expect(await codeOf(one.stage.invite(host, show, clara.id))).toBe('banned');
    const rehearsal = await one.show(host, { isLive: false });
    expect(await codeOf(one.stage.invite(host, rehearsal, (await nodes.account('customer')).id))).toBe('not_live');
    expect(await codeOf(one.stage.invite(host, rehearsal, other.id))).toBe('done');
  });
});

describe('Who is put out', () => {
  test('by a ban, loses the video of that show on every node, and the stage', async () => {
    await onStage(two);
    await one.bans.ban(host, { streamId: show, subjectId: clara.id, reason: '', minutes: null });
    await nodes.settled();
    expect(await clarasState()).toBe('off');
    for (const node of [one, two]) expect(node.video).toContain(`evict ${show} ${clara.id}`);
    expect(two.video).toContain(`close ${show} ${clara.id}`);
    expect(await codeOf(two.stage.accept(clara, show))).toBe('banned');
  });

  test('by a ban from the shop, loses the video of every show on air', async () => {
    const another = await one.show(await nodes.account('host'));
    await one.bans.ban(await nodes.account('admin'), { streamId: null, subjectId: clara.id, reason: '', minutes: null });
    await nodes.settled();
    for (const node of [one, two]) for (const id of [show, another]) expect(node.video).toContain(`evict ${id} ${clara.id}`);
  });

  test('is not who may only not write for a while', async () => {
    await onStage();
    await one.bans.ban(host, { streamId: show, subjectId: clara.id, reason: '', minutes: 5 });
    await nodes.settled();
    expect(await clarasState()).toBe('live');
    expect(one.video.filter((done) => done.startsWith('evict'))).toEqual([]);
  });

  test('is whoever has no account any more, and a host who is one no longer', async () => {
    await onStage(two);
    await one.picture('publisher_up', show, host.id, 'host');
    await nodes.storage.users.delete(clara.id);
    await one.feed.tell('account_changed', 'account:1', { userId: clara.id });
    await nodes.storage.users.change(host.id, { role: 'customer' });
    await one.feed.tell('account_changed', 'account:2', { userId: host.id });
    await nodes.settled();
    expect(await clarasState()).toBe('off');
    expect(two.video).toContain(`evict ${show} ${clara.id}`);
    expect(one.video).toContain(`evict ${show} ${host.id}`);
  });

  test('is everyone who watches a show that becomes private, once', async () => {
    await onStage(two);
    await one.livestreams.update(host, show, { visibility: 'private' });
    await one.livestreams.update(host, show, { title: 'The Winter Firing' });
    await nodes.settled();
    for (const node of [one, two]) expect(node.video.filter((done) => done === `viewers ${show}`)).toHaveLength(1);
    expect(await clarasState()).toBe('off');
  });
});
