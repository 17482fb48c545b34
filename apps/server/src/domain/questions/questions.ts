import type { Question, QuestionAnswerInput, QuestionInput, QuestionList, QuestionQuery, QuestionVote } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, QuestionRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { WordLists } from '../chat/word-lists.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { moderatedShow } from '../moderation/rights.ts';
import type { Bans, Limits, Questions } from '../services.ts';
import type { Fact } from '../timeline/stream-timeline.ts';
import type { TimelineService } from '../timeline/timelines.ts';

/** Questions at the top whose votes are told. */
const TOLD = 50;

/** What viewers ask the host: the list is in the store, what became of each is in the show's timeline. */
export class QuestionService implements Questions {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #livestreams: LivestreamService;
  readonly #bans: Pick<Bans, 'assertMay'>;
  readonly #words: WordLists;
  readonly #limits: Limits;
  readonly #audit: AuditLog;
  readonly #clock: Clock;
  readonly #voted = new Listeners<[string, string, number]>();
  /** Votes in the shows on air when they were looked at last. */
  #looked = new Map<string, Map<string, number>>();

  constructor(parts: {
    storage: Storage;
    timelines: TimelineService;
    livestreams: LivestreamService;
    bans: Pick<Bans, 'assertMay'>;
    words: WordLists;
    limits: Limits;
    audit: AuditLog;
    clock: Clock;
  }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#livestreams = parts.livestreams;
    this.#bans = parts.bans;
    this.#words = parts.words;
    this.#limits = parts.limits;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  async ask(actor: Actor, streamId: string, { id: commandId, text, productId }: QuestionInput): Promise<Question> {
    const show = await this.#livestreams.visible(actor, streamId);
    if (actor.name === null) throw new DomainError('name_required', 'Say your name before you ask.');
    const id = derivedId('question', streamId, actor.id, commandId);
    const known = await this.#storage.questions.byId(id);
    // A crash may have left its entry unwritten: asked again, it is written.
    if (known) return this.#asked(known, actor);
    assertTakes(show);
    if (!isStaff(actor)) await this.#assertMayAsk(actor, show, text);
    if (productId !== null && !show.pinnedProducts.includes(productId) && !show.lineup.some((item) => item.productId === productId))
      throw new DomainError('invalid', 'The question names a product that is not in this show.', {
        fields: [{ path: 'productId', message: 'is not in this show' }],
      });
    const question: QuestionRecord = {
      _id: id,
      streamId,
      askerId: actor.id,
      askerName: actor.name,
      text,
      productId,
      upvotes: 0,
      state: 'open',
      answer: null,
      createdAt: this.#clock.now(),
    };
    await this.#storage.questions.insert(question);
    return this.#asked(question, actor);
  }

  async list(actor: Actor | null, streamId: string, { state, limit }: QuestionQuery): Promise<QuestionList> {
    await this.#livestreams.visible(actor, streamId);
    const questions = await this.#storage.questions.list(streamId, state, limit);
    const voted = new Set(
      actor
        ? await this.#storage.questions.votedBy(
            actor.id,
            questions.map(({ _id }) => _id),
          )
        : [],
    );
    return { items: questions.map((question) => questionOf(question, voted.has(question._id))) };
  }

  async vote(actor: Actor, streamId: string, id: string, { up }: QuestionVote): Promise<Question> {
    const show = await this.#livestreams.visible(actor, streamId);
    this.#bans.assertMay(actor, streamId, 'only bans');
    assertTakes(show);
    await this.#limits.take('toggle_like', actor.id);
    const { state } = await this.#question(streamId, id);
    if (state !== 'open') throw new DomainError('conflict', 'The question is not open any more.');
    const question = await this.#storage.questions.vote(id, actor.id, up);
    if (!question) throw new DomainError('not_found', 'There is no such question.');
    this.#voted.tell(streamId, id, question.upvotes);
    return questionOf(question, up);
  }

  async answer(actor: Actor, streamId: string, id: string, { answer }: QuestionAnswerInput): Promise<Question> {
    return this.#close(actor, streamId, id, 'answered', answer);
  }
  async remove(actor: Actor, streamId: string, id: string): Promise<void> {
    await this.#close(actor, streamId, id, 'removed', null);
  }

  async votes(streamId: string): Promise<{ questionId: string; upvotes: number }[]> {
    const questions = await this.#storage.questions.list(streamId, 'open', TOLD);
    return questions.map(({ _id, upvotes }) => ({ questionId: _id, upvotes }));
  }
  onVote(listener: (streamId: string, questionId: string, upvotes: number) => void): () => void {
    return this.#voted.add(listener);
  }

  /** The periodic look, where there may be other nodes: the votes that were given there. */
  async look(): Promise<void> {
    const looked = new Map<string, Map<string, number>>();
    for (const { _id: streamId, settings } of this.#livestreams.onAir.all()) {
      if (!settings.questions) continue;
      const votes = new Map((await this.votes(streamId)).map(({ questionId, upvotes }) => [questionId, upvotes]));
      const before = this.#looked.get(streamId);
      for (const [id, upvotes] of votes) if (before && (before.get(id) ?? 0) !== upvotes) this.#voted.tell(streamId, id, upvotes);
      looked.set(streamId, votes);
    }
    this.#looked = looked;
  }

  async #assertMayAsk(actor: Actor, show: LivestreamRecord, text: string): Promise<void> {
    this.#bans.assertMay(actor, show._id);
    await this.#limits.take('question', actor.id);
    if (this.#words.hasBlockedWord(text, show.settings)) throw new DomainError('blocked', 'Please say it in other words.');
    if (this.#words.refusesLink(text, { ...show.settings, links: show.settings.links === 'allow' ? 'allow' : 'refuse' }))
      throw new DomainError('blocked', 'Links are not allowed in questions.');
  }
  async #asked(question: QuestionRecord, actor: Actor): Promise<Question> {
    const { _id: questionId, streamId, askerName: username, text, productId, state } = question;
    const data = { questionId, username, text, productId };
    if (state === 'open')
      await this.#tell(streamId, {
        key: `question:${questionId}`,
        type: 'question_asked',
        actorId: actor.id,
        data,
        onlyBeforeTheEnd: true,
      });
    const voted = await this.#storage.questions.votedBy(actor.id, [questionId]);
    return questionOf(question, voted.length > 0);
  }
  async #close(actor: Actor, streamId: string, id: string, state: 'answered' | 'removed', answer: string | null): Promise<Question> {
    await moderatedShow(this.#livestreams, actor, streamId);
    const question = await this.#question(streamId, id);
    const closed = await this.#storage.questions.close(id, state, answer);
    const now = closed ?? (await this.#question(streamId, id));
    if (now.state !== state || now.answer !== answer) throw new DomainError('conflict', 'The question has been dealt with already.');
    // Also when it had been closed before: who closed it may have died over the entry, and the key makes it one.
    const fact: Fact =
      state === 'answered'
        ? { key: `answered:${id}`, type: 'question_answered', actorId: actor.id, data: { questionId: id, answer } }
        : { key: `removed:${id}`, type: 'question_removed', actorId: actor.id, data: { questionId: id } };
    if (state === 'removed') await this.#empty(actor, streamId, id);
    await this.#tell(streamId, fact);
    if (closed)
      await this.#audit.record(actor, state === 'answered' ? 'question.answer' : 'question.remove', {
        streamId,
        target: question.askerName,
        details: { questionId: id, subjectId: question.askerId },
      });
    return questionOf(now, false);
  }
  /** As with a deleted message: first the text, everywhere it is kept, then what tells the other nodes to empty theirs. */
  async #empty(actor: Actor, streamId: string, id: string): Promise<void> {
    const asked = await this.#storage.timeline.byKey(streamId, `question:${id}`);
    if (!asked) return;
    await this.#storage.timeline.redact(streamId, asked.offset);
    this.#timelines.redact(streamId, asked.offset);
    await this.#tell(streamId, {
      key: `deleted:${asked.offset}`,
      type: 'message_deleted',
      actorId: actor.id,
      data: { offset: asked.offset },
    });
  }
  async #tell(streamId: string, fact: Fact): Promise<void> {
    await this.#timelines.append(streamId, fact);
  }
  async #question(streamId: string, id: string): Promise<QuestionRecord> {
    const question = await this.#storage.questions.byId(id);
    if (question?.streamId !== streamId) throw new DomainError('not_found', 'There is no such question.');
    return question;
  }
}

/** Before the show too: the host can prepare. */
function assertTakes(show: LivestreamRecord): void {
  if (show.status === 'ended') throw new DomainError('ended', 'The show has ended.');
  if (!show.settings.questions) throw new DomainError('conflict', 'This show takes no questions.');
}
const questionOf = (
  { _id, streamId, askerId, askerName, text, productId, upvotes, state, answer, createdAt }: QuestionRecord,
  voted: boolean,
): Question => ({
  _id,
  streamId,
  askerId,
  username: askerName,
  text,
  productId,
  upvotes,
  voted,
  state,
  answer,
  createdAt: new Date(createdAt).toISOString(),
});
