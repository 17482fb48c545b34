/** Of the work after a show. */
export const FINISHING_LIMITS = {
  /** Frames of a preview sheet, and seconds between them at least. */
  previewFrames: 100,
  previewInterval: 5,
  previewColumns: 10,
  /** Pixels. */
  previewEdge: 160,
  thumbnailEdge: 1_280,
  /** The thumbnail is taken this far into the recording, as a share of it: hosts begin with an empty chair. */
  thumbnailAt: 0.1,
  /** Progress is told at most so often, in ms. */
  progressInterval: 500,
} as const;
