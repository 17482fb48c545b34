import type { Door } from './doors.ts';

/** What the viewers of one process were sent since the mark. */
export interface Received {
  viewers: number;
  /** Video packets of the viewer that got the fewest. */
  fewestPackets: number;
  packets: number;
  bytes: number;
  gaps: number;
  /** Pairs of histogram bucket and count: how long pictures were under way. */
  delay: [number, number][];
  /** The share of one core that the process used. */
  core: number;
}
export interface Joined {
  joined: number;
  /** Turned away because the side had no room. */
  refused: number;
  /** Connections that did not come up and were tried again: from a port whose last user was killed, and is not missed yet. */
  again: number;
}
export interface Published {
  packets: number;
  keyframesAsked: number;
}

/** What a video load process can be asked to do. */
export type VideoLoadCommands = {
  publish: { input: { door: Door; bitrate: number }; output: undefined };
  /** A newer session of the same host takes the place of the present one, which then leaves. */
  replacePublisher: { input: undefined; output: undefined };
  published: { input: undefined; output: Published };
  /** More viewers, `atOnce` of them connecting at a time. */
  join: { input: { door: Door; count: number; atOnce: number; withDelay: boolean }; output: Joined };
  mark: { input: undefined; output: undefined };
  read: { input: undefined; output: Received };
  /** One viewer after the other: from asking until the first keyframe is there, in ms. */
  firstPictures: { input: { door: Door; count: number }; output: number[] };
  leave: { input: undefined; output: undefined };
};
