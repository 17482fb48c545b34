import type { VitrineApi } from '@vitrine/client';
import type { Livestream } from '@vitrine/protocol';
import { evening } from '../calendar.ts';
import { apiFrom, STAFF_ADDRESS } from '../network.ts';
import { DELIVERY } from './delivery.ts';
import { HOSTS, type HostName, OWNER, PASSWORD } from './people.ts';
import { PIECES, type Piece, type PieceName } from './pieces.ts';
import type { ShowPlan } from './shows.ts';

/** The staff's way to the server, and what the shop has. */
export interface OpenShop {
  owner: VitrineApi;
  /** Signed in as this host. */
  as(host: HostName): Promise<Staff>;
  /** By the id of its product. */
  pieces: ReadonlyMap<PieceName, string>;
}
export interface Staff {
  api: VitrineApi;
  token: string;
}

/** Makes Maison Lumen on a fresh server: its owner, its hosts, its settings and its pieces. */
export async function openShop(url: string, setupToken: string): Promise<OpenShop> {
  const visitor = apiFrom(url, STAFF_ADDRESS);
  const { token } = await visitor.setUp({ ...OWNER, password: PASSWORD, token: setupToken, transport: 'bearer' });
  const owner = apiFrom(url, STAFF_ADDRESS, () => token ?? null);
  await owner.changeShopSettings({
    name: 'Maison Lumen',
    currency: 'EUR',
    taxRates: [{ name: 'Standard', percent: 21 }],
    deliveryMethods: DELIVERY.map((method) => ({ ...method })),
  });
  for (const { name, email } of Object.values(HOSTS)) {
    const invitation = await owner.invite({ email, role: 'host' });
    const secret = new URLSearchParams(new URL(invitation.url, url).hash.slice(1)).get('token') ?? '';
    await visitor.acceptInvitation({ token: secret, name, password: PASSWORD, transport: 'bearer' });
  }
  const pieces = new Map<PieceName, string>();
  for (const [name, piece] of Object.entries(PIECES) as [PieceName, Piece][]) pieces.set(name, await addPiece(owner, piece));
  return { owner, as: (host) => signIn(url, HOSTS[host].email), pieces };
}

/** The same shop, on a server that was started again. */
export async function reopenShop(url: string, pieces: OpenShop['pieces']): Promise<OpenShop> {
  const { api: owner } = await signIn(url, OWNER.email);
  return { owner, as: (host) => signIn(url, HOSTS[host].email), pieces };
}

/** Makes a show by its own host. `now` is the server's, in ms since 1970. */
export async function planShow(shop: OpenShop, plan: ShowPlan, now: number): Promise<Livestream> {
  const { api } = await shop.as(plan.host);
  return api.createLivestream({
    title: plan.title,
    description: plan.description,
    thumbnailUrl: `/sample/scene-${plan.scene}.webp`,
    tags: [...plan.tags],
    scheduledFor: plan.day > 0 ? new Date(evening(now, plan.day)).toISOString() : null,
    lineup: plan.lineup.map((name) => ({
      productId: idOf(shop, name),
      showPrice: PIECES[name].showPrice,
      limitPerBuyer: name === 'lamp' ? 1 : null,
    })),
  });
}
export function idOf({ pieces }: Pick<OpenShop, 'pieces'>, name: PieceName): string {
  const id = pieces.get(name);
  if (id === undefined) throw new Error(`the shop has no ${name}`);
  return id;
}

async function signIn(url: string, email: string): Promise<Staff> {
  const { token } = await apiFrom(url, STAFF_ADDRESS).signIn({ email, password: PASSWORD, transport: 'bearer' });
  if (token === undefined) throw new Error('the server gave no token');
  return { api: apiFrom(url, STAFF_ADDRESS, () => token), token };
}

async function addPiece(owner: VitrineApi, piece: Piece): Promise<string> {
  const { title, description, price, stock } = piece;
  const variants =
    typeof stock === 'number' ? [{ price, stock }] : Object.entries(stock).map(([name, units]) => ({ name, price, stock: units }));
  const product = await owner.createProduct({
    title,
    description,
    images: piece.pictures.map((picture) => `/sample/product-${picture}.webp`),
    tags: [...piece.tags],
    variants,
  });
  return product._id;
}
