import nodeDataChannel from 'node-datachannel';

export type { ClipCodec } from './clip.ts';
export { type FakeHost, type PublishClipOptions, publishClip } from './publish-clip.ts';
export { SignallingError } from './signalling.ts';
export { type WatchCounts, type WatchedStream, type WatchStreamOptions, watchStream } from './watch-stream.ts';

/**
 * Ends the native library's threads. Call it last, once every host and viewer has stopped, in a process that is to end by itself; it
 * waits for connections that are still closing.
 */
export const releaseVideo = (): void => nodeDataChannel.cleanup();
