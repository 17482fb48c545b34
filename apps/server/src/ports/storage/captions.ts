import type { CaptionCue } from '@vitrine/protocol';

/** What was said in a show, in one language. */
export interface CaptionsRecord {
  streamId: string;
  /** BCP 47. */
  language: string;
  /** In the order in which they begin. */
  cues: CaptionCue[];
  updatedAt: number;
}
/** The same without what was said. */
export interface CaptionsHead extends Omit<CaptionsRecord, 'cues'> {
  count: number;
}
export interface CaptionStore {
  /** Replaces those of the same show and language. */
  put(captions: CaptionsRecord): Promise<void>;
  get(streamId: string, language: string): Promise<CaptionsRecord | null>;
  /** In the order of their languages. */
  ofStream(streamId: string): Promise<CaptionsHead[]>;
  /** False when there were none. */
  delete(streamId: string, language: string): Promise<boolean>;
  deleteOf(streamId: string): Promise<void>;
}
