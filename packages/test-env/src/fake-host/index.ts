import nodeDataChannel from 'node-datachannel';

export type { ClipCodec } from './clip.ts';
export { ConnectTimeout } from './connection.ts';
export { type FakeHost, type PublishClipOptions, type PublishOptions, publishBy, publishClip } from './publish-clip.ts';
export type { WatchCounts } from './received-stream.ts';
export { type AnsweredSession, type Exchange, type Invitation, type OpenedSession, postTo, SignallingError } from './signalling.ts';
export { delaySince } from './stamp.ts';
export {
  type Join,
  type WatchedStream,
  type WatchOptions,
  type WatchStreamOptions,
  watchBy,
  watchStream,
} from './watch-stream.ts';

/**
 * Ends the native library's threads. Call it last, once every host and viewer has stopped, in a process that is to end by itself; it
 * waits for connections that are still closing.
 */
export const releaseVideo = (): void => nodeDataChannel.cleanup();
