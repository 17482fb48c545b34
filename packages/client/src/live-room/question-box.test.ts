import type { Question } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { QuestionBox } from './question-box.ts';

const question = (_id: string, more: Partial<Question> = {}): Question =>
  ({ _id, text: _id, username: 'Noor', state: 'open', upvotes: 0, voted: false, answer: null, ...more }) as Question;

function box() {
  const taken: string[] = [];
  const asked: string[] = [];
  let isAway = false;
  const answer = async <Value>(value: Value): Promise<Value> => {
    if (isAway) throw new Error('away');
    return value;
  };
  const questions = new QuestionBox(
    {
      questions: (_, query) => answer({ items: [question(`${query?.state}`)] }),
      askQuestion: (_, { id, text }) => {
        asked.push(id);
        return answer(question(text));
      },
      voteQuestion: (_, id, up) => answer(question(id, { voted: up })),
    },
    's',
    { takeQuestions: (items) => void taken.push(...items.map(({ _id, voted }) => `${_id}${voted ? ' voted' : ''}`)) },
  );
  return {
    questions,
    taken,
    asked,
    go(away: boolean) {
      isAway = away;
    },
  };
}

describe('the questions of a show', () => {
  it('are read once: those that wait and those that were answered', async () => {
    const { questions, taken } = box();
    await Promise.all([questions.load(), questions.load()]);
    await questions.load();
    expect([taken, questions.getSnapshot()]).toEqual([['open', 'answered'], 'ready']);
  });

  it('are read again after it has failed', async () => {
    const { questions, go } = box();
    go(true);
    await questions.load();
    expect(questions.getSnapshot()).toBe('failed');
    go(false);
    await questions.load();
    expect(questions.getSnapshot()).toBe('ready');
  });

  it('are asked under a name of their own, and voted for and back', async () => {
    const { questions, taken, asked, go } = box();
    await questions.ask('is it glazed?');
    await questions.ask('how tall?');
    await questions.vote({ id: 'is it glazed?', voted: false });
    await questions.vote({ id: 'is it glazed?', voted: true });
    expect(taken).toEqual(['is it glazed?', 'how tall?', 'is it glazed? voted', 'is it glazed?']);
    expect(new Set(asked).size).toBe(2);
    go(true);
    await expect(questions.ask('lost?')).rejects.toThrow('away');
  });
});
