import { type CaptionFault, type Captions as CaptionsView, type CaptionTrack, LIMITS } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { CaptionStore, CaptionsRecord, LivestreamRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Captions } from '../services.ts';
import { trackOf } from './caption-track.ts';
import { clockOf } from './replay-clock.ts';
import { CaptionsError, type FaultyLine, formatWebVtt, type ParsedCue, parseCaptions } from './webvtt.ts';

const SAID: Record<CaptionFault, string> = {
  not_utf8: 'The file is not UTF-8.',
  not_captions: 'This is neither WebVTT nor SubRip.',
  no_cues: 'Nothing is said in this file.',
  no_time: 'This has no time such as 00:01:02.000 --> 00:01:04.500.',
  bad_time: 'The time can’t be read: write it like 00:01:02.000 --> 00:01:04.500.',
  backwards: 'This ends before it begins.',
  too_late: 'This begins after the end of the recording.',
  too_long: `This is longer than ${LIMITS.captionLength} characters.`,
  too_many: `There are more than ${LIMITS.captionCues} cues.`,
};

/** Captions of past shows: files that the shop puts there, read as cues. */
export class CaptionService implements Captions {
  readonly #store: CaptionStore;
  readonly #livestreams: LivestreamService;
  readonly #audit: AuditLog;
  readonly #clock: Clock;

  constructor(parts: { storage: { captions: CaptionStore }; livestreams: LivestreamService; audit: AuditLog; clock: Clock }) {
    this.#store = parts.storage.captions;
    this.#livestreams = parts.livestreams;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  async get(actor: Actor | null, streamId: string, language: string): Promise<{ captions: CaptionsView; version: string }> {
    const { cues, updatedAt } = await this.#kept(actor, streamId, language);
    return { captions: { language, cues }, version: `${language}-${updatedAt}` };
  }

  async file(actor: Actor | null, streamId: string, language: string): Promise<string> {
    return formatWebVtt((await this.#kept(actor, streamId, language)).cues);
  }

  async put(actor: Actor, streamId: string, language: string, file: Uint8Array): Promise<CaptionTrack> {
    const show = await this.#livestreams.runnable(actor, streamId);
    const { duration } = clockOf(show);
    const cues = cuesOf(file, duration * 1_000);
    const others = (await this.#store.ofStream(streamId)).filter((head) => head.language !== language);
    if (others.length >= LIMITS.captionLanguages)
      throw new DomainError('conflict', `A replay has captions in ${LIMITS.captionLanguages} languages at most.`);
    const record = { streamId, language, cues: cues.map(({ from, to, text }) => ({ from, to, text })), updatedAt: this.#clock.now() };
    await this.#store.put(record);
    await this.#assertStillRecorded(streamId);
    await this.#audit.record(actor, 'replay.captions', { streamId, target: show.title, details: { language, cues: cues.length } });
    return trackOf({ ...record, count: cues.length });
  }

  async remove(actor: Actor, streamId: string, language: string): Promise<void> {
    const show = await this.#livestreams.runnable(actor, streamId);
    if (!(await this.#store.delete(streamId, language))) throw notThere();
    await this.#audit.record(actor, 'replay.captions_remove', { streamId, target: show.title, details: { language } });
  }

  async #kept(actor: Actor | null, streamId: string, language: string): Promise<CaptionsRecord> {
    clockOf(await this.#livestreams.visible(actor, streamId));
    const kept = await this.#store.get(streamId, language);
    if (!kept) throw notThere();
    return kept;
  }
  /** A recording that was deleted while they were written takes them along. */
  async #assertStillRecorded(streamId: string): Promise<void> {
    const show: LivestreamRecord | null = await this.#livestreams.recordOf(streamId);
    if (show?.recording) return;
    await this.#store.deleteOf(streamId);
    throw new DomainError('not_found', 'There is no replay of this show.');
  }
}

/** @throws DomainError `invalid`, with the lines that are wrong. */
function cuesOf(file: Uint8Array, end: number): ParsedCue[] {
  try {
    const cues = parseCaptions(decoded(file));
    const late = cues.filter(({ from }) => from > end);
    if (late.length > 0) throw new CaptionsError([...late.slice(0, 1)].map(({ line }) => ({ line, fault: 'too_late' })));
    return cues;
  } catch (error) {
    if (!(error instanceof CaptionsError)) throw error;
    throw new DomainError('invalid', error.message, { fields: error.lines.map(fieldOf) });
  }
}
function decoded(file: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new CaptionsError([{ line: 1, fault: 'not_utf8' }]);
  }
}
const fieldOf = ({ line, fault }: FaultyLine) => ({ path: `line ${line}`, message: SAID[fault], code: fault });
const notThere = (): DomainError => new DomainError('not_found', 'There are no captions in this language.');
