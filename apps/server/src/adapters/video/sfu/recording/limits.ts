/** Every bound and interval of recording. Durations in milliseconds. */
export const RECORDING_LIMITS = {
  /** A lost packet is waited for so long: its repair may come late, and nobody watches a recording while it is made. */
  lossPatience: 1_000,
  /** Packets of one stream that wait for an earlier one. */
  waitingPackets: 2_048,
  /** Bytes that one picture may have. */
  frameBytes: 8 * 1024 * 1024,
  /** A keyframe is asked for when there has been none for so long: a file is cut, sought in and saved up to the last one. */
  keyframeInterval: 4_000,
  /** The larger layer must have flowed for so long before it is changed to. */
  layerStable: 3_000,
  tick: 250,
  /** What the writer has been handed and has not written; past it, pictures are left out up to the next keyframe, and then sound too. */
  unwrittenVideoBytes: 16 * 1024 * 1024,
  unwrittenBytes: 20 * 1024 * 1024,
  /** How far one track's sound may lie behind its picture before silence is written in its place. */
  audioBehind: 1_500,
  /** A picture that lies so far behind the sound ends the part: without it nothing of the sound could be written. */
  videoBehind: 6_000,
  /** Sound alone is recorded when no picture has come for so long. */
  pictureWait: 5_000,
  /** After a failure, as a full disk, it is tried again. */
  retryAfter: 30_000,
  /** Written bytes are made durable so often. */
  syncInterval: 2_000,
  /** Free space that recordings leave on the disk, in bytes: the shop's own data lies there too. */
  freeBytes: 256 * 1024 * 1024,
  /** A part whose file nobody has touched for so long is no longer written. */
  abandonedAfter: 10_000,
  stillInterval: 10_000,
  /** A keyframe's packets, for a still. */
  stillPackets: 1_000,
} as const;
