import { describe, expect, it } from 'vitest';
import { CommandError } from '../socket/command-queue.ts';
import { line } from '../testing/samples.ts';
import { MAX_MESSAGES, MAX_OWN, MessageList, SPARE_MESSAGES } from './messages.ts';

describe('the list of messages', () => {
  it('keeps the newest lines, and lets the oldest go many at a time', () => {
    const list = new MessageList();
    const first = () => list.list()[0];
    const full = MAX_MESSAGES + SPARE_MESSAGES;
    for (let offset = 1; offset <= full; offset += 1) list.post(line(offset), 'me');
    expect(list.list()).toHaveLength(full);
    expect(first()).toMatchObject({ message: { offset: 1 } });
    list.post(line(full + 1), 'me');
    expect(list.list()).toHaveLength(MAX_MESSAGES);
    expect(first()).toMatchObject({ message: { offset: SPARE_MESSAGES + 2 } });
    list.post(line(full + 2), 'me');
    expect(first()).toMatchObject({ message: { offset: SPARE_MESSAGES + 2 } });
  });

  it('keeps so many own lines, and lets a failed one go first', () => {
    const list = new MessageList();
    for (let n = 0; n < MAX_OWN; n += 1) list.send(`c${n}`, 'text', 0, 'me');
    list.fail('c5', new CommandError('closed', 'gone'));
    list.send('one-more', 'text', 0, 'me');
    const ids = list.list().map(({ id }) => id);
    expect(ids).toHaveLength(MAX_OWN);
    expect(ids).not.toContain('c5');
  });

  it('has each line once, in the timeline’s order, however they come', () => {
    const list = new MessageList();
    for (const offset of [3, 1, 2, 3, 1]) list.post(line(offset), 'me');
    expect(list.list().map(({ id }) => id)).toEqual(['other:1', 'other:2', 'other:3']);
  });

  it('recognises a line that was sent before one became somebody else', () => {
    const list = new MessageList();
    list.send('c1', 'hello', 0, 'before');
    list.post(line(1, { key: 'before:c1' }), 'after');
    expect(list.list()).toMatchObject([{ state: 'posted' }]);
  });

  it('takes no other viewer’s line for one’s own because it has the same command id', () => {
    const list = new MessageList();
    list.send('c1', 'hello', 0, 'me');
    list.post(line(1, { key: 'somebody:c1' }), 'me');
    expect(list.list()).toMatchObject([{ state: 'posted' }, { state: 'sending' }]);
  });

  it('does not call back a line that is under way', () => {
    const list = new MessageList();
    list.send('c1', 'hello', 0, 'me');
    list.dismiss('c1');
    expect(list.list()).toHaveLength(1);
  });
});
