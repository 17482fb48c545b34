import { createHash } from 'node:crypto';
import type { Seat } from '@vitrine/protocol';
import { TABS_PER_VIEWER } from './limits.ts';

/** Agora's uids are numbers from 1 to 2^32 - 1, unique in a channel. The lower half is for seats on stage, the upper half for who watches. */
const FIRST_VIEWER = 2 ** 31;
const LAST = 2 ** 32 - 1;
const VIEWERS = FIRST_VIEWER / TABS_PER_VIEWER;

/**
 * Who publishes from this seat: the same for everyone who asks, and on every node. Of the handful of seats that a show ever has, two get the
 * same number once in half a thousand million shows.
 */
export const seatUid = (streamId: string, seat: Seat): number => 1 + (hashed(`seat ${streamId} ${seat}`) % (FIRST_VIEWER - 1));

/**
 * Who watches, in one of the viewer's tabs. Two viewers may share a number, or two tabs be given the same: Agora then puts out the one who
 * came first, who asks anew and gets another with near certainty.
 */
export const viewerUid = (streamId: string, userId: string, tab: number): number =>
  FIRST_VIEWER + (hashed(`viewer ${streamId} ${userId}`) % VIEWERS) * TABS_PER_VIEWER + tab;

export const viewerUids = (streamId: string, userId: string): number[] =>
  Array.from({ length: TABS_PER_VIEWER }, (_, tab) => viewerUid(streamId, userId, tab));

export const isViewerUid = (uid: number): boolean => Number.isInteger(uid) && uid >= FIRST_VIEWER && uid <= LAST;

/** 0 to 2^32 - 1. */
const hashed = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);
