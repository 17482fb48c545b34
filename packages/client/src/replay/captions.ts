import type { CaptionCue, Captions, CaptionTrack, Replay } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import type { ViewerApi } from '../rest/api.ts';

/** Cues that are shown at once, the last to begin: more would hide the picture. */
const MOST_AT_ONCE = 3;

export interface CaptionsSnapshot {
  isOn: boolean;
  /** BCP 47; null where the shop put no captions there. */
  language: string | null;
  /** What is to be read at the position, in the order in which it began. */
  cues: readonly CaptionCue[];
  /** They could not be fetched, and are off: the next `toggle` asks again. */
  failed: boolean;
}
/** What a device remembers of its last replay. */
export interface CaptionsChoice {
  isOn: boolean;
  language: string | null;
}

/** What was said in a past show, to be read along, without a framework: tell it the position. Cues are fetched when they are first wanted. */
export class ReplayCaptions extends Store<CaptionsSnapshot> {
  /** In the order of their languages; there may be none. */
  readonly tracks: readonly CaptionTrack[];
  readonly #api: Pick<ViewerApi, 'captions'>;
  readonly #streamId: string;
  #read: Captions | null = null;
  /** Seconds. */
  #position = 0;

  /** @param languages that whoever watches reads, the best liked first */
  constructor(api: Pick<ViewerApi, 'captions'>, replay: Pick<Replay, 'livestreamId' | 'captions'>, languages: readonly string[]) {
    super({ isOn: false, language: captionsFor(replay.captions, languages)?.language ?? null, cues: [], failed: false });
    this.#api = api;
    this.#streamId = replay.livestreamId;
    this.tracks = replay.captions;
  }

  /** As it was chosen before, as far as there are captions to it. */
  restore({ isOn, language }: CaptionsChoice): void {
    if (this.tracks.length === 0) return;
    const known = this.tracks.find((track) => track.language === language);
    this.patch({ isOn, ...(known ? { language: known.language } : {}) });
    void this.#load();
  }
  toggle(): void {
    if (this.tracks.length === 0) return;
    this.patch({ isOn: !this.getSnapshot().isOn, failed: false });
    void this.#load();
  }
  /** Goes on to the next language. */
  nextLanguage(): void {
    const place = this.tracks.findIndex(({ language }) => language === this.getSnapshot().language);
    const next = this.tracks[(place + 1) % this.tracks.length];
    if (!next) return;
    this.patch({ language: next.language });
    void this.#load();
  }
  /** The picture is here. */
  moveTo(position: number): void {
    this.#position = position;
    this.#show();
  }

  async #load(): Promise<void> {
    const { isOn, language } = this.getSnapshot();
    this.#show();
    if (!isOn || language === null || this.#read?.language === language) return;
    try {
      const read = await this.#api.captions(this.#streamId, language);
      // Another language may have been asked for meanwhile.
      if (this.getSnapshot().language !== language) return;
      this.#read = read;
      this.#show();
    } catch {
      if (this.getSnapshot().language === language) this.patch({ isOn: false, failed: true });
    }
  }
  #show(): void {
    const { isOn, language, cues: shown } = this.getSnapshot();
    const read = isOn && this.#read?.language === language ? this.#read.cues : [];
    const cues = cuesAt(read, this.#position);
    if (cues.length !== shown.length || cues.some((cue, index) => cue !== shown[index])) this.patch({ cues });
  }
}

function cuesAt(cues: readonly CaptionCue[], position: number): CaptionCue[] {
  const at = Math.round(position * 1_000);
  return cues.filter(({ from, to }) => from <= at && at < to).slice(-MOST_AT_ONCE);
}

/** The captions in one of these languages: as they are written, else the same language of elsewhere, else the first. */
function captionsFor(tracks: readonly CaptionTrack[], languages: readonly string[]): CaptionTrack | undefined {
  for (const wished of languages) {
    const found = tracks.find(({ language }) => language === wished) ?? tracks.find(({ language }) => baseOf(language) === baseOf(wished));
    if (found) return found;
  }
  return tracks[0];
}
const baseOf = (language: string): string => language.toLowerCase().split('-', 1)[0] ?? '';
