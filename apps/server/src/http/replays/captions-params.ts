import { Id, LanguageTag } from '@vitrine/protocol';
import { z } from 'zod';

export const CaptionsParams = z.strictObject({ id: Id, language: LanguageTag });
/** Where the file lies; what reads it as cues leaves out the ending. */
export const CAPTIONS_FILE = '/livestreams/:id/replay/captions/:language.vtt';
/** Asked about each time: it may be replaced, a show made private. */
export const CAPTIONS_CACHING = 'private, no-cache';
