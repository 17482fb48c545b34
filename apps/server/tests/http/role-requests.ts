import { randomBytes } from 'node:crypto';
import { type ClientEventType, LivestreamInput } from '@vitrine/protocol';
import { derivedId, sha256 } from '../../src/domain/ids.ts';
import { orderInput, PASSWORD, type Person, type World } from './role-world.ts';

/** What one cell of the table has at hand. */
export interface Cell {
  world: World;
  /** The host of the show. */
  owner: Person;
  /** Who asks; null: nobody. */
  who: Person | null;
  admin: Person;
}
export interface CellRequest {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** Instead of JSON. */
  raw?: { type: string; body: string | FormData };
  headers?: Record<string, string>;
}
type Make = (cell: Cell) => CellRequest | Promise<CellRequest>;

const nothing: Make = () => ({});
const scheduled: Make = async ({ world, owner }) => ({ params: { id: await world.show(owner) } });
const live: Make = async ({ world, owner }) => ({ params: { id: await world.show(owner, { isLive: true }) } });
const secret: Make = async ({ world, owner }) => ({ params: { id: await world.show(owner, { visibility: 'private' }) } });
const ofProduct: Make = async ({ world, admin }) => ({ params: { id: (await world.product(admin))._id } });
/** An order of the one who asks; of somebody else where nobody asks. */
const ownOrder: Make = async ({ world, who, admin }) => ({ params: { id: (await world.order(who ?? admin, admin))._id } });
const othersOrder: Make = async ({ world, admin }) => ({ params: { id: (await world.order(await world.person('customer'), admin))._id } });
const email = (): string => `${randomBytes(6).toString('hex')}@example.test`;
const token = (): string => randomBytes(24).toString('base64url');
/** Port 9 takes nothing: what is sent there in the background fails. */
const WEBHOOK = { url: 'http://127.0.0.1:9/till', events: ['order.paid'] };
const ofWebhook: Make = async ({ world, admin }) => {
  // There may be no more than a few.
  for (const { _id } of await world.storage.webhookEndpoints.all()) await world.storage.webhookEndpoints.delete(_id);
  const { _id } = await world.services.webhooks.create(admin.actor, { url: WEBHOOK.url, events: ['order.paid'] });
  return { params: { id: _id } };
};
/** One grey pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';
function picture(): FormData {
  const form = new FormData();
  form.append('file', new Blob([Buffer.from(PIXEL, 'base64')], { type: 'image/png' }), 'pixel.png');
  return form;
}
const with_ =
  (make: Make, more: CellRequest): Make =>
  async (cell) => ({ ...(await make(cell)), ...more });

/** A message in a show on air, by somebody else. */
const said = async ({ world, owner }: Cell): Promise<{ streamId: string; offset: number; by: Person }> => {
  const streamId = await world.show(owner, { isLive: true });
  const by = await world.person('customer');
  const { offset } = await world.services.chat.post(by.actor, streamId, 'how tall is it?', 'said');
  return { streamId, offset: offset ?? 0, by };
};
const ofMessage: Make = async (cell) => {
  const { streamId, offset } = await said(cell);
  return { params: { id: streamId, offset: String(offset) } };
};
const ofHeld: Make = async ({ world, owner }) => {
  const streamId = await world.show(owner, { isLive: true });
  await world.services.chat.post((await world.person('customer')).actor, streamId, 'see https://example.test', 'held');
  const { items } = await world.services.moderation.held(owner.actor, streamId, { limit: 1 });
  return { params: { id: items[0]?._id ?? '' } };
};
const ofReport: Make = async (cell) => {
  const { streamId, offset } = await said(cell);
  await cell.world.services.moderation.report((await cell.world.person('customer')).actor, streamId, offset, { reason: '' });
  const { items } = await cell.world.services.moderation.reports(cell.owner.actor, { streamId, state: 'open', limit: 1 });
  return { params: { id: items[0]?._id ?? '' } };
};
const banOf = async ({ world }: Cell, streamId: string | null) => ({
  streamId,
  subjectId: (await world.person('customer')).id,
  reason: '',
  minutes: null,
});
const ofBan: Make = async (cell) => {
  const streamId = await cell.world.show(cell.owner, { isLive: true });
  const { _id } = await cell.world.services.bans.ban(cell.owner.actor, await banOf(cell, streamId));
  return { params: { id: _id } };
};
const ofQuestion: Make = async ({ world, owner }) => {
  const streamId = await world.show(owner, { isLive: true });
  const input = { id: 'asked', text: 'how tall is it?', productId: null };
  const { _id } = await world.services.questions.ask((await world.person('customer')).actor, streamId, input);
  return { params: { id: streamId, questionId: _id } };
};

/** Somebody with an account, asked on stage in a show on air. */
const ofGuest: Make = async ({ world, owner }) => {
  const id = await world.show(owner, { isLive: true });
  const { id: userId } = await world.person('customer');
  await world.services.stage.invite(owner.actor, id, userId);
  return { params: { id, userId } };
};
/** A show that asks whoever may be asked: not its host, nobody without an account, and nobody who is banned. */
const asked: Make = async ({ world, owner, who }) => {
  const id = await world.show(owner, { isLive: true });
  if (who) await world.services.stage.invite(owner.actor, id, who.id).catch(() => {});
  return { params: { id } };
};

/** A rehearsal on air. */
const rehearsed: Make = async ({ world, owner }) => {
  const input = LivestreamInput.parse({ title: 'The Autumn Firing', rehearsal: true });
  const { _id: id } = await world.services.livestreams.create(owner.actor, input);
  await world.services.livestreams.start(owner.actor, id);
  return { params: { id } };
};

/** A show that is over, with a recording. */
const replayed: Make = async ({ world, owner }) => {
  const id = await world.show(owner, { isLive: true });
  await world.services.livestreams.stop(owner.actor, id);
  const track = {
    ...{ seat: 'host', name: 'Inès', url: `/recordings/${id}/${id}-0.webm`, contentType: 'video/webm' },
    ...{ startedAt: new Date().toISOString(), duration: 60, bytes: 1, width: 1280, height: 720 },
  };
  const recording = { state: 'ready' as const, problem: null, progress: null, tracks: [track], thumbnailUrl: null, previews: null };
  await world.storage.livestreams.change(id, ['ended'], { recording, recordingUrl: track.url });
  return { params: { id } };
};

const CAPTIONS = 'WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n';
/** The same with captions. */
const captioned: Make = async (cell) => {
  const { params } = await replayed(cell);
  const id = params?.id ?? '';
  await cell.world.services.captions.put(cell.owner.actor, id, 'en', Buffer.from(CAPTIONS));
  return { params: { id, language: 'en' } };
};

/** A request of each operation that would be taken from whoever may send it. */
export const REQUESTS: Record<string, Make> = {
  'POST /livestreams': () => ({ body: { title: 'The Autumn Firing' } }),
  'GET /livestreams': nothing,
  'GET /livestreams/:id': scheduled,
  'GET /livestreams/:id (private)': secret,
  'PUT /livestreams/:id': with_(scheduled, { body: { title: 'The Winter Firing' } }),
  'PUT /livestreams/:id (start)': with_(scheduled, { body: { isActive: true } }),
  'PUT /livestreams/:id (private)': with_(secret, { body: { title: 'The Winter Firing' } }),
  'DELETE /livestreams/:id': live,
  'DELETE /livestreams/:id/record': replayed,
  'DELETE /livestreams/:id/record (on air)': live,
  'DELETE /livestreams/:id/record (private)': secret,
  'DELETE /livestreams/:id/record (deleted)': async (cell) => {
    const id = await cell.world.show(cell.owner);
    await cell.world.services.showDeletions.delete(cell.owner.actor, id);
    return { params: { id } };
  },
  'GET /deleted-shows': nothing,
  'GET /livestreams/:id/chat': live,
  'GET /livestreams/:id/chat (private)': secret,
  'GET /livestreams/:id/products': live,
  'GET /livestreams/:id/products (private)': secret,
  'POST /livestreams/:id/products': async (cell) => ({
    ...(await live(cell)),
    body: { productIds: [(await cell.world.product(cell.admin))._id] },
  }),
  'GET /livestreams/:id/analytics': live,
  'GET /livestreams/:id/analytics.csv': live,
  'GET /analytics/livestreams': nothing,
  'GET /analytics/formulas': nothing,
  'GET /recommendations': nothing,
  'GET /history': nothing,
  'GET /livestreams/:id/timeline': live,
  'POST /livestreams/:id/video': with_(live, { body: {} }),
  'POST /livestreams/:id/video (host)': with_(scheduled, { body: { role: 'host' } }),
  'GET /livestreams/:id/crowd': rehearsed,
  'PUT /livestreams/:id/crowd': with_(rehearsed, { body: { viewers: 2, pace: 'calm' } }),
  'PUT /livestreams/:id/crowd (no rehearsal)': with_(live, { body: { viewers: 2 } }),
  'POST /livestreams/:id/broadcast-key': scheduled,
  'GET /livestreams/:id/broadcast-key': async (cell) => {
    const made = { params: { id: await cell.world.show(cell.owner) } };
    await cell.world.services.broadcastKeys.create(cell.owner.actor, made.params.id);
    return made;
  },
  'DELETE /livestreams/:id/broadcast-key': scheduled,
  'DELETE /livestreams/:id/recording': scheduled,
  'GET /livestreams/:id/replay': replayed,
  'GET /livestreams/:id/replay/moments': replayed,
  'PUT /livestreams/:id/replay/chapters': with_(replayed, { body: { chapters: [{ at: 3, title: 'The glaze' }] } }),
  'GET /livestreams/:id/replay/captions/:language': captioned,
  'GET /livestreams/:id/replay/captions/:language.vtt': captioned,
  'PUT /livestreams/:id/replay/captions/:language.vtt': with_(captioned, { raw: { type: 'text/vtt', body: CAPTIONS } }),
  'DELETE /livestreams/:id/replay/captions/:language.vtt': captioned,
  // None has been made: who may see one that was is asked of real shows, in video/recordings.test.ts.
  'GET /livestreams/:id/still.webp': live,
  'GET /recordings/:id/:file': async (cell) => {
    const id = await cell.world.show(cell.owner, { isLive: true });
    return { params: { id, file: `${id}-0.webm` } };
  },
  'POST /livestreams/:id/guests': async (cell) => ({
    ...(await live(cell)),
    body: { userId: (await cell.world.person('customer')).id },
  }),
  'POST /livestreams/:id/guests/me/accept': asked,
  'PATCH /livestreams/:id/guests/:userId': with_(ofGuest, { body: { muted: true } }),
  'DELETE /livestreams/:id/guests/:userId': ofGuest,
  'DELETE /livestreams/:id/guests/:userId (me)': async ({ world, owner }) => ({
    params: { id: await world.show(owner, { isLive: true }), userId: 'me' },
  }),
  'DELETE /livestreams/:id/chat/:offset': ofMessage,
  'POST /livestreams/:id/chat/:offset/reports': with_(ofMessage, { body: { reason: 'rude' } }),
  'PUT /livestreams/:id/pinned-message': async (cell) => {
    const { streamId, offset } = await said(cell);
    return { params: { id: streamId }, body: { offset } };
  },
  'POST /livestreams/:id/announcements': with_(live, { body: { message: 'ten minutes left' } }),
  'GET /livestreams/:id/held': live,
  'PATCH /moderation/held/:id': with_(ofHeld, { body: { approve: true } }),
  'GET /moderation/reports': nothing,
  'GET /moderation/reports (of a show)': async ({ world, owner }) => ({ query: `streamId=${await world.show(owner)}` }),
  'PATCH /moderation/reports/:id': with_(ofReport, { body: { state: 'resolved' } }),
  'POST /moderation/bans': async (cell) => ({ body: await banOf(cell, await cell.world.show(cell.owner, { isLive: true })) }),
  'POST /moderation/bans (shop)': async (cell) => ({ body: await banOf(cell, null) }),
  'GET /moderation/bans': nothing,
  'GET /moderation/bans (of a show)': async ({ world, owner }) => ({ query: `streamId=${await world.show(owner)}` }),
  'DELETE /moderation/bans/:id': ofBan,
  'GET /livestreams/:id/questions': live,
  'GET /livestreams/:id/questions (private)': secret,
  'POST /livestreams/:id/questions': with_(live, { body: { id: 'asked', text: 'how tall is it?' } }),
  'PUT /livestreams/:id/questions/:questionId/vote': with_(ofQuestion, { body: { up: true } }),
  'POST /livestreams/:id/questions/:questionId/answer': with_(ofQuestion, { body: { answer: 'a hand' } }),
  'DELETE /livestreams/:id/questions/:questionId': ofQuestion,
  'GET /audit': nothing,
  'POST /products': () => ({ body: { title: 'Dune vase', variants: [{ price: 6_800, stock: 5 }] } }),
  'GET /products': nothing,
  'GET /products (archived)': () => ({ query: 'archived=true' }),
  'GET /products/:id': ofProduct,
  'PATCH /products/:id': with_(ofProduct, { body: { title: 'Dune bowl' } }),
  'PUT /products/:id': with_(ofProduct, { body: { title: 'Dune bowl' } }),
  'POST /orders': async ({ world, admin }) => ({
    body: orderInput(await world.product(admin)),
    headers: { 'idempotency-key': randomBytes(8).toString('hex') },
  }),
  'GET /orders': nothing,
  'GET /orders (shop)': () => ({ query: 'scope=shop' }),
  'GET /orders (of a show)': async ({ world, owner }) => ({ query: `scope=shop&streamId=${await world.show(owner)}` }),
  'GET /orders/:id': ownOrder,
  "GET /orders/:id (another's)": othersOrder,
  'PATCH /orders/:id': with_(othersOrder, { body: { state: 'paid' } }),
  'PATCH /orders/:id (cancel own)': with_(ownOrder, { body: { state: 'cancelled' } }),
  'POST /orders/:id/payment': ownOrder,
  'GET /shop': nothing,
  'GET /shop/settings': nothing,
  'PATCH /shop/settings': () => ({ body: { payWithinMinutes: 30 } }),
  'POST /auth/setup': () => ({ body: { token: token(), name: 'Amir', email: email(), password: PASSWORD } }),
  'POST /auth/sign-in': ({ who, admin }) => ({ body: { email: (who ?? admin).email, password: PASSWORD } }),
  'POST /auth/sign-out': nothing,
  'POST /auth/sign-up': () => ({ body: { name: 'Amir', email: email(), password: PASSWORD } }),
  'POST /auth/invitation': async ({ world, admin }) => {
    const { url } = await world.services.people.invite(admin.actor, { email: email(), role: 'host' });
    return { body: { token: url.split('token=')[1], name: 'Dana', password: PASSWORD } };
  },
  'GET /auth/session': nothing,
  'POST /auth/guest': () => ({ body: { name: 'Amir' } }),
  'GET /auth/sessions': nothing,
  'DELETE /auth/sessions/:id': ({ who, admin }) => ({ params: { id: derivedId('session', sha256((who ?? admin).token)) } }),
  'POST /auth/sign-out-everywhere': nothing,
  'POST /auth/password': () => ({ body: { current: PASSWORD, password: 'another lamp in it' } }),
  'POST /auth/password-reset': ({ who, admin }) => ({ body: { email: (who ?? admin).email } }),
  'POST /auth/password-reset/complete': () => ({ body: { token: token(), password: PASSWORD } }),
  'PATCH /auth/account': () => ({ body: { name: 'Amira' } }),
  'DELETE /auth/account': ({ who }) => ({ body: who?.actor.role === 'guest' ? {} : { password: PASSWORD } }),
  'GET /people': nothing,
  'PATCH /people/:id': async ({ world }) => ({ params: { id: (await world.person('customer')).id }, body: { role: 'moderator' } }),
  'POST /invitations': () => ({ body: { email: email(), role: 'host' } }),
  'GET /invitations': nothing,
  'DELETE /invitations/:id': async ({ world, admin }) => {
    const { _id } = await world.services.people.invite(admin.actor, { email: email(), role: 'host' });
    return { params: { id: _id } };
  },
  'POST /livestreams/:id/reminder': scheduled,
  'POST /livestreams/:id/reminder (private)': secret,
  'DELETE /livestreams/:id/reminder': scheduled,
  'GET /livestreams/:id/reminder': scheduled,
  'GET /reminders': nothing,
  'GET /push': nothing,
  'POST /push/subscriptions': () => ({ body: { kind: 'expo', token: `ExpoPushToken[${randomBytes(11).toString('hex')}]` } }),
  'DELETE /push/subscriptions/:id': async ({ world, who, admin }) => {
    const expoToken = `ExpoPushToken[${randomBytes(11).toString('hex')}]`;
    const { _id } = await world.services.push.add((who ?? admin).actor, { kind: 'expo', token: expoToken });
    return { params: { id: _id } };
  },
  'POST /webhooks': () => ({ body: WEBHOOK }),
  'GET /webhooks': nothing,
  'PATCH /webhooks/:id': with_(ofWebhook, { body: { isActive: false } }),
  'POST /webhooks/:id/secret': ofWebhook,
  'DELETE /webhooks/:id': ofWebhook,
  'POST /webhooks/:id/ping': ofWebhook,
  'GET /webhooks/:id/deliveries': ofWebhook,
  'POST /webhooks/:id/deliveries/:deliveryId/redeliver': async (cell) => {
    const { params } = await ofWebhook(cell);
    const { _id } = await cell.world.services.webhooks.ping(cell.admin.actor, params?.id ?? '');
    return { params: { ...params, deliveryId: _id } };
  },
  'GET /orders.csv': nothing,
  'GET /products.csv': nothing,
  'POST /products.csv': async ({ world, admin }) => {
    const lines: string[] = [];
    for await (const line of world.services.catalogue.exportCsv(admin.actor)) lines.push(line);
    return { raw: { type: 'text/csv', body: lines.join('') } };
  },
  'POST /uploads': () => ({ raw: { type: '', body: picture() } }),
  'GET /uploads/:name': () => ({ params: { name: `${'a'.repeat(24)}.webp` } }),
  'POST /payments/stripe': () => ({ body: { type: 'a test' } }),
  'POST /agora/notifications': () => ({ body: { noticeId: 'a test' } }),
  'GET /metrics': () => ({ headers: { 'x-forwarded-for': '203.0.113.9' } }),
  'GET /openapi.json': nothing,
  'GET /system': nothing,
  'GET /healthz': nothing,
  'GET /readyz': nothing,
};

/** A command over a socket: from within a show, from the lobby (null), or as the first frame of all. */
export interface CellEvent {
  type: ClientEventType;
  data: Record<string, unknown>;
  from: string | null | 'nowhere';
}
type MakeEvent = (cell: Cell) => Promise<CellEvent>;

const within =
  (type: ClientEventType, isLive: boolean, dataOf: (cell: Cell) => Promise<Record<string, unknown>> = async () => ({})): MakeEvent =>
  async (cell) => ({ type, from: await cell.world.show(cell.owner, { isLive }), data: await dataOf(cell) });
const entering =
  (type: 'register' | 'register_admin', visibility: 'public' | 'private' | null): MakeEvent =>
  async ({ world, owner, who }) => ({
    type,
    from: 'nowhere',
    data: {
      ...(who ? { token: who.token } : {}),
      ...(visibility ? { streamId: await world.show(owner, { isLive: true, visibility }) } : {}),
    },
  });
const aProduct = async ({ world, admin }: Cell): Promise<Record<string, unknown>> => ({ productIds: [(await world.product(admin))._id] });

/** A command of each type that would be acknowledged to whoever may send it. */
export const EVENTS: Record<string, MakeEvent> = {
  register: entering('register', 'public'),
  'register (lobby)': entering('register', null),
  'register (private)': entering('register', 'private'),
  register_admin: entering('register_admin', 'public'),
  'register_admin (private)': entering('register_admin', 'private'),
  chat_message: within('chat_message', true, async () => ({ message: 'how tall is it?' })),
  toggle_like: within('toggle_like', true, async () => ({ liked: true })),
  start_stream: within('start_stream', false),
  stop_stream: within('stop_stream', true),
  pinned_products_updated: within('pinned_products_updated', true, aProduct),
  ping: within('ping', true),
  leave: within('leave', true),
  product_seen: within('product_seen', true, aProduct),
  product_clicked: within('product_clicked', true, aProduct),
  playback_report: within('playback_report', true, async () => ({
    period: 15_000,
    frozen: 0,
    freezes: 0,
    height: 720,
    framesPerSecond: 30,
  })),
};
