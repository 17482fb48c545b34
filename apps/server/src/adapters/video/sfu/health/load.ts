/**
 * How much of what the media process can do is in use. `high`: no more viewers are let in. `overloaded`: packets are handled late, so
 * everybody who is there is asked to make do with a layer less.
 */
export type Load = 'normal' | 'high' | 'overloaded';

/** The load as it is now, for all who act on it. */
export class MediaLoad {
  level: Load = 'normal';
}
