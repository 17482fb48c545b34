import { describe } from 'vitest';
import { describeAccounts } from './conformance/accounts.ts';
import { describeAudience } from './conformance/audience.ts';
import { describeCaptions } from './conformance/captions.ts';
import { describeCheckout } from './conformance/checkout.ts';
import { describeDeletedShows } from './conformance/deleted-shows.ts';
import { describeDurability } from './conformance/durability.ts';
import { describeFigures } from './conformance/figures.ts';
import { describeLivestreams } from './conformance/livestreams.ts';
import { describeModeration } from './conformance/moderation.ts';
import { describeOperations } from './conformance/operations.ts';
import { describeOrders } from './conformance/orders.ts';
import { describePeople } from './conformance/people.ts';
import { describeProducts } from './conformance/products.ts';
import type { Case, OpenFixture } from './conformance/samples.ts';
import { describeTimeline } from './conformance/timeline.ts';

/** What every storage adapter must do. Each case has a fresh store. */
export function describeStorage(name: string, open: OpenFixture): void {
  const on: Case = (run) => async () => {
    const fixture = await open();
    try {
      await run(fixture.storage, fixture);
    } finally {
      await fixture[Symbol.asyncDispose]();
    }
  };
  describe(`storage on ${name}`, () => {
    describeAccounts(on);
    describeLivestreams(on);
    describeCaptions(on);
    describeDeletedShows(on);
    describeTimeline(on);
    describeAudience(on);
    describeProducts(on);
    describeOrders(on);
    describePeople(on);
    describeCheckout(on);
    describeFigures(on);
    describeModeration(on);
    describeOperations(on);
    describeDurability(on);
  });
}
