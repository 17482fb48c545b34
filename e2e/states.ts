import type { Livestream, LivestreamDetail, Product, Recording, Replay } from '@vitrine/protocol';
import type { Browser, Page, Route, WebSocketRoute } from 'playwright-core';
import { openPage } from './browser.ts';

/** What the shop answers to an address: nothing ever, nothing at all, or something of its own. */
type Answer = 'nothing yet' | 'gone' | ((route: Route) => Promise<unknown>);
export interface PageState {
  name: string;
  path: string;
  /** By a pattern of the address. */
  answers?: Readonly<Record<string, Answer>>;
  /** `lost`: it was there, and is not any more. `silent`: nothing is heard. */
  socket?: 'lost' | 'silent';
  /** The state stands when this is seen. */
  shows: (page: Page) => Promise<unknown>;
}

/** A page whose shop answers as it is told, through the browser; what it isn't told of comes from the real one. */
export class UnsteadyPage {
  readonly page: Page;
  readonly #url: string;
  readonly #sockets = new Set<WebSocketRoute>();
  #socket: PageState['socket'];
  #onConnected = (): void => undefined;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }
  static async open(browser: Browser, url: string, viewport: { width: number; height: number }): Promise<UnsteadyPage> {
    const { page } = await openPage(browser, 'about:blank', viewport);
    const unsteady = new UnsteadyPage(page, url);
    // The first answers come with the page; one that was gone back to asks for them.
    await page.addInitScript(() => {
      Object.defineProperty(PerformanceNavigationTiming.prototype, 'type', { get: () => 'back_forward' });
    });
    await page.routeWebSocket(/\/ws(\?|$)/, (socket) => unsteady.#connect(socket));
    return unsteady;
  }

  async goTo({ path, answers = {}, socket, shows }: PageState): Promise<void> {
    this.#sockets.clear();
    const connected = new Promise<void>((resolve) => {
      this.#onConnected = resolve;
    });
    this.#socket = socket === 'silent' ? 'silent' : undefined;
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    for (const [pattern, answer] of Object.entries(answers))
      await this.page.route(pattern, (route) => {
        // The page's own address has the same path as what it asks for.
        if (route.request().resourceType() === 'document') return route.fallback();
        if (answer === 'nothing yet') return;
        return answer === 'gone' ? route.abort() : answer(route);
      });
    await this.page.goto(`${this.#url}${path}`);
    if (socket === 'lost') {
      await connected;
      this.#socket = 'lost';
      await Promise.all([...this.#sockets].map((one) => one.close()));
    }
    await shows(this.page);
  }

  #connect(socket: WebSocketRoute): void {
    if (this.#socket === 'silent') return;
    if (this.#socket === 'lost') return void socket.close();
    const server = socket.connectToServer();
    this.#sockets.add(socket);
    // What it says first has come: it is in the room.
    server.onMessage((message) => {
      socket.send(message);
      this.#onConnected();
    });
  }
}

const json =
  (body: unknown): Answer =>
  (route) =>
    route.fulfill({ json: body });
/** What the shop says, with something changed. */
const but =
  (changes: Partial<LivestreamDetail>): Answer =>
  async (route) => {
    const said: LivestreamDetail = await (await route.fetch()).json();
    return route.fulfill({ json: { ...said, ...changes } });
  };
const text = (wanted: string | RegExp) => (page: Page) => page.getByText(wanted).first().waitFor();
const present = (selector: string) => (page: Page) => page.locator(selector).first().waitFor();

const recording = (state: Recording['state']): Recording => ({
  ...{ state, problem: null, progress: null, tracks: [], thumbnailUrl: null, previews: null },
});

/** Every state of the customers' pages that a shop can bring about which is slow, away, over or has nothing to show. */
export function statesOf({
  live,
  ended,
  upcoming,
  vase,
}: Record<'live' | 'ended' | 'upcoming', Livestream> & { vase: Product }): PageState[] {
  const watch = `/watch/${live._id}`;
  const detail = (show: Livestream) => `**/livestreams/${show._id}`;
  const past = { [detail(ended)]: but({ recordingUrl: '/recordings/none.webm', recording: recording('ready') }) };
  const replay: Replay = {
    livestreamId: ended._id,
    parts: [{ url: '/recordings/none.webm', contentType: 'video/webm', position: 0, duration: 600, width: 1280, height: 720 }],
    ...{ duration: 600, guests: [], chaptersEdited: false, captions: [], pins: [{ at: 0, productIds: [vase._id] }], products: [vase] },
    chapters: [{ at: 60, title: vase.title, productId: vase._id }],
  };
  const seenAgain = { ...past, '**/replay': json(replay), '**/replay/moments*': json({ items: [] }) };
  const seenAgainAt = `/watch/${ended._id}`;
  return [
    {
      name: 'home, loading',
      path: '/',
      answers: { '**/livestreams?*': 'nothing yet', '**/livestreams': 'nothing yet' },
      shows: present('.hero-skeleton'),
    },
    { name: 'home, failed', path: '/', answers: { '**/livestreams*': 'gone' }, shows: text('Try again') },
    { name: 'home, empty', path: '/', answers: { '**/livestreams*': json({ items: [] }) }, shows: present('.status-notice') },
    { name: 'home, reconnecting', path: '/', socket: 'lost', shows: present('.status-connection, .note') },
    { name: 'watch, loading', path: watch, answers: { [detail(live)]: 'nothing yet' }, shows: present('.watch-opening') },
    { name: 'watch, failed', path: watch, answers: { [detail(live)]: 'gone' }, shows: text('Try again') },
    { name: 'watch, not begun', path: `/watch/${upcoming._id}`, shows: text('Starts') },
    {
      name: 'watch, host away',
      path: watch,
      answers: { [detail(live)]: but({ status: 'interrupted' }) },
      socket: 'silent',
      shows: text('Back in a moment'),
    },
    { name: 'watch, reconnecting', path: watch, socket: 'lost', shows: present('.window .note') },
    {
      name: 'watch, sold out',
      path: watch,
      answers: { [detail(live)]: but({ products: [{ ...vase, stock: 0, variants: vase.variants.map((one) => ({ ...one, stock: 0 })) }] }) },
      socket: 'silent',
      shows: text('Sold out'),
    },
    {
      name: 'watch, replay in the making',
      path: seenAgainAt,
      answers: { [detail(ended)]: but({ recording: recording('finishing') }) },
      socket: 'silent',
      shows: text('That was'),
    },
    { name: 'replay, loading', path: seenAgainAt, answers: { ...seenAgain, '**/none.webm': 'nothing yet' }, shows: present('.spinner') },
    {
      name: 'replay, failed',
      path: seenAgainAt,
      answers: { ...seenAgain, '**/none.webm': 'gone' },
      shows: text('The recording does not come through'),
    },
    { name: 'orders, loading', path: '/account/orders', answers: { '**/session': 'nothing yet' }, shows: present('.status-skeleton') },
    { name: 'history, nobody', path: '/account/history', shows: present('.status-notice') },
    { name: 'account, nobody', path: '/account', shows: present('.status-notice') },
    { name: 'account, failed', path: '/account', answers: { '**/session': 'gone' }, shows: text('Try again') },
    { name: 'embed, loading', path: `/embed/${live._id}`, answers: { [detail(live)]: 'nothing yet' }, shows: present('.watch-opening') },
    { name: 'embed, no such show', path: `/embed/${'f'.repeat(24)}`, shows: text('This show is not here') },
  ];
}
