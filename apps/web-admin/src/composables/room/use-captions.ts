import { ApiError } from '@vitrine/client';
import type { CaptionCue, CaptionFault, CaptionTrack } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { type Ref, ref, shallowRef } from 'vue';
import { text } from '../../text/en.ts';
import { readUtf8, type WrongLine, wrongLines } from '../page/file-lines.ts';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';
import { onReturn } from '../server/use-reach.ts';

const words = text.captions;
/** Cues that are shown of each language. */
const FIRST = 3;

export interface ShownTrack extends CaptionTrack {
  /** How it begins; null: it did not load. */
  first: readonly CaptionCue[] | null;
}
/** A file that was not taken. Without wrong lines it is about the file as a whole, or the way to the server. */
export interface RefusedCaptions {
  name: string;
  message: string;
  wrong: WrongLine[];
  again: (() => Promise<boolean>) | null;
}

/** The captions of a show's replay: read, and changed by files. */
export function useCaptions(showId: string): {
  state: Readonly<Ref<'loading' | 'ready' | 'failed'>>;
  tracks: Readonly<Ref<readonly ShownTrack[]>>;
  /** The name of the file that is on its way. */
  sending: Readonly<Ref<string | null>>;
  refused: Readonly<Ref<RefusedCaptions | null>>;
  load: () => Promise<void>;
  /** False when it was refused: `refused` says why. */
  put: (language: string, file: File) => Promise<boolean>;
  /** Rejects with what went wrong. */
  remove: (language: string) => Promise<void>;
} {
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const tracks = shallowRef<readonly ShownTrack[]>([]);
  const sending = ref<string | null>(null);
  const refused = shallowRef<RefusedCaptions | null>(null);

  async function load(): Promise<void> {
    try {
      const { captions } = await api.replay(showId);
      tracks.value = await Promise.all(captions.map(async (track) => ({ ...track, first: await firstOf(track.language) })));
      state.value = 'ready';
    } catch {
      state.value = 'failed';
    }
  }
  const firstOf = async (language: string): Promise<CaptionCue[] | null> => {
    try {
      return (await api.captions(showId, language)).cues.slice(0, FIRST);
    } catch {
      return null;
    }
  };

  async function put(language: string, file: File): Promise<boolean> {
    const { name } = file;
    const refuse = (message: string): boolean => {
      refused.value = { name, message, wrong: [], again: null };
      return false;
    };
    if (file.size > LIMITS.captionsBytes) return refuse(words.tooLarge(LIMITS.captionsBytes / 1024));
    const read = await readUtf8(file);
    return read === null ? refuse(words.faults.not_utf8) : send(language, name, read);
  }
  async function send(language: string, name: string, file: string): Promise<boolean> {
    sending.value = name;
    try {
      await api.putCaptions(showId, language, file);
      refused.value = null;
      await load();
      return true;
    } catch (problem) {
      const wrong = problem instanceof ApiError ? wrongLines(problem, file.split(/\r\n|\n|\r/)) : [];
      refused.value =
        wrong.length > 0
          ? { name, message: words.wrong(wrong.length), wrong: wrong.map(inOurWords), again: null }
          : { name, message: sayProblem(problem), wrong: [], again: () => send(language, name, file) };
      return false;
    } finally {
      sending.value = null;
    }
  }
  async function remove(language: string): Promise<void> {
    await api.removeCaptions(showId, language);
    tracks.value = tracks.value.filter((track) => track.language !== language);
  }
  void load();
  onReturn(() => {
    if (state.value === 'failed') void load();
  });
  return { state, tracks, sending, refused, load, put, remove };
}

const isFault = (code: string): code is CaptionFault => Object.hasOwn(words.faults, code);
const inOurWords = (wrong: WrongLine): WrongLine => (isFault(wrong.code) ? { ...wrong, message: words.faults[wrong.code] } : wrong);
