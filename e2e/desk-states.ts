import type { BrowserContext, Page, Route } from 'playwright-core';

/** A page of the desk, and what it asks the shop for first. */
export interface DeskPage {
  name: string;
  path: string;
  /** The paths of the REST API that it is made of. */
  asks: readonly string[];
  failed: string;
  /** What stands there when the shop answers `empty`; without it the shop's own answer comes. */
  ready: string;
  empty?: unknown;
}
const NOTHING = { items: [] };

/** Every page of the desk by what it says when it failed and when there is nothing to show. */
export const deskPages = (endedId: string): readonly DeskPage[] => [
  {
    name: 'overview',
    path: '/',
    asks: ['/livestreams', '/products', '/analytics/livestreams', '/orders', '/moderation/reports'],
    failed: 'The overview did not load',
    ready: 'Nothing is waiting for you.',
    empty: NOTHING,
  },
  { name: 'shows', path: '/shows', asks: ['/livestreams'], failed: 'The shows did not load', ready: 'No shows yet', empty: NOTHING },
  {
    name: 'products',
    path: '/products',
    asks: ['/products'],
    failed: 'The products did not load',
    ready: 'No products yet',
    empty: NOTHING,
  },
  { name: 'orders', path: '/orders', asks: ['/orders'], failed: 'The orders did not load', ready: 'No orders yet', empty: NOTHING },
  {
    name: 'moderation',
    path: '/moderation',
    asks: ['/moderation/reports'],
    failed: 'The list did not load',
    ready: 'Nothing is reported',
    empty: NOTHING,
  },
  { name: 'people', path: '/people', asks: ['/people'], failed: 'The list did not load', ready: 'Nobody yet', empty: NOTHING },
  { name: 'settings', path: '/settings', asks: ['/shop/settings'], failed: 'The settings did not load', ready: 'Nobody is told yet' },
  { name: 'audit', path: '/audit', asks: ['/audit'], failed: 'The log did not load', ready: 'Nothing is written down yet', empty: NOTHING },
  {
    name: 'show',
    path: `/shows/${endedId}`,
    asks: [`/livestreams/${endedId}`],
    failed: 'The show did not load',
    ready: 'The show has ended',
  },
  {
    name: 'analytics',
    path: `/shows/${endedId}/analytics`,
    asks: [`/livestreams/${endedId}`],
    failed: 'The figures did not load',
    ready: 'From watching to buying',
  },
];

/**
 * Opens a page and leads it through its states in one visit: nothing has come yet, it did not come, the network is gone, and it is back with
 * nothing (or what the shop has). `look` is called in each.
 */
export async function throughStates(
  { page, context, url }: { page: Page; context: BrowserContext; url: string },
  { name, path, asks, failed, ready, empty }: DeskPage,
  look: (state: string) => Promise<void>,
): Promise<void> {
  let answer: 'later' | 'gone' | 'there' = 'later';
  const held: Route[] = [];
  await page.route(
    ({ pathname }) => asks.includes(pathname),
    (route) => {
      if (answer === 'later') held.push(route);
      else if (answer === 'gone') return route.abort();
      else return empty === undefined ? route.fallback() : route.fulfill({ json: empty });
    },
  );
  await page.goto(`${url}/admin${path}`);
  await page.locator('.status-skeleton').first().waitFor();
  await look(`${name}, loading`);

  answer = 'gone';
  await Promise.all(held.map((route) => route.abort()));
  await page.getByText(failed).first().waitFor();
  const primary = await page.getByRole('button', { name: 'Try again' }).evaluate((button) => getComputedStyle(button).backgroundColor);
  // The components' styles came before those that they stand on.
  if (primary === 'rgba(0, 0, 0, 0)') throw new Error('The button has no colour: look at the order of the style sheets.');
  await look(`${name}, failed`);

  await context.setOffline(true);
  await page.getByText('You are offline.').first().waitFor();
  await look(`${name}, offline`);

  answer = 'there';
  await context.setOffline(false);
  await page.getByText(ready).first().waitFor();
  await page.getByText('You are offline.').first().waitFor({ state: 'hidden' });
  await look(`${name}, ${empty === undefined ? 'back' : 'empty'}`);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
}
