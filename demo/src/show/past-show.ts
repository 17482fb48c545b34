import { setTimeout as wait } from 'node:timers/promises';
import type { VitrineApi } from '@vitrine/client';
import type { Order } from '@vitrine/protocol';
import { type OpenShop, planShow } from '../shop/open-shop.ts';
import type { PastPlan } from '../shop/shows.ts';
import { RunningShow } from './running-show.ts';

export interface PastShowOptions {
  url: string;
  shop: OpenShop;
  plan: PastPlan;
  seconds: number;
  viewers: number;
  rate: number;
  from: number;
  /** The server's clock, in ms since 1970. */
  now: number;
  /** Aborted when the demo is to end meanwhile. */
  signal: AbortSignal;
  onError(error: unknown): void;
}

/** How long making a recording whole may take, and how often one looks, in ms. */
const RECORDING_WITHIN = 60_000;
const LOOK_EVERY = 250;
/** Of a past show's orders, those that are still to be sent; the rest was paid and sent. */
const STILL_OPEN = 2;
/** The desk marks no more orders than one may write in a minute. */
const MARKED = 45;

/** Really runs a show from start to end, on a server whose clock says that it is that evening. */
export async function runPastShow(options: PastShowOptions): Promise<void> {
  const { url, shop, plan, seconds, signal } = options;
  const show = await planShow(shop, plan, options.now);
  const running = await RunningShow.start({
    ...{ url, shop, plan, show, clip: plan.clip, onError: options.onError },
    ...{ viewers: options.viewers, rate: options.rate, from: options.from },
    arriveWithin: seconds * 250,
    keepsRestAtHand: false,
    // The last piece has as long as the others.
    turn: (seconds * 1_000) / plan.lineup.length + 200,
  });
  try {
    await wait(seconds * 1_000, undefined, { signal });
    await running.end();
  } finally {
    await running.leave();
  }
  await sendOrders(shop.owner, show._id);
  await untilRecorded(shop.owner, show._id, signal);
}

async function sendOrders(owner: VitrineApi, streamId: string): Promise<void> {
  const { items } = await owner.listOrders({ scope: 'shop', streamId, limit: 100 });
  const sent = items.slice(STILL_OPEN, STILL_OPEN + MARKED);
  for (const state of ['paid', 'fulfilled'] satisfies Order['state'][]) for (const order of sent) await owner.changeOrder(order._id, state);
}

async function untilRecorded(owner: VitrineApi, streamId: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + RECORDING_WITHIN;
  while (performance.now() < until) {
    const { recordingUrl } = await owner.livestream(streamId);
    if (recordingUrl !== null) return;
    await wait(LOOK_EVERY, undefined, { signal });
  }
  throw new Error('the recording of a past show was not finished in time');
}
