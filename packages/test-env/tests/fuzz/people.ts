import type { Livestream, NewInvitation, SessionAnswer } from '@vitrine/protocol';
import { openShop, type ServerProcess, ShopClient } from '../../src/index.ts';

const PASSWORD = 'a lamp in the window';
/** Enough that none of them soon writes more than one person may in a minute. */
const STAFF = ['host', 'moderator', 'admin', 'admin', 'admin', 'admin'] as const;
const OF_EACH = 3;

/** Somebody whose session can be had again when a request has ended it. */
export interface Person {
  name: string;
  token: string;
  enter(): Promise<void>;
}

/** Ids of each kind are remembered, the newest of them. */
const MAX_IDS = 100;
/** What a field names, where its own name does not say it. */
const KIND_OF: Record<string, string> = {
  streamId: 'livestreams',
  productId: 'products',
  productIds: 'products',
  variantId: 'variants',
  subjectId: 'people',
};

/** Ids of what is there, by kind: as the first part of a path has it. */
export class Ids {
  readonly #byKind = new Map<string, string[]>();
  add(kind: string, ...ids: string[]): void {
    this.#byKind.set(kind, [...this.of(kind), ...ids].slice(-MAX_IDS));
  }
  /** For a field or a kind. */
  of(name: string): string[] {
    return this.#byKind.get(KIND_OF[name] ?? name) ?? [];
  }
}

/** The staff, customers and guests of a fresh shop, each from an address of its own, so that no limit keeps the fuzz out for long. */
export async function openCrowd(server: ServerProcess): Promise<{ people: Person[]; ids: Ids }> {
  let addresses = 0;
  const address = (): Record<string, string> => {
    addresses += 1;
    return { 'x-forwarded-for': `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}` };
  };
  const nobody = new ShopClient(server.url);
  const enter = async (path: string, body: unknown): Promise<string> => {
    const { token } = await nobody.request<SessionAnswer>('POST', path, { ...Object(body), transport: 'bearer' }, address());
    return token ?? '';
  };
  const person = async (name: string, first: () => Promise<string>, again: () => Promise<string>): Promise<Person> => {
    const made: Person = {
      name,
      token: await first(),
      async enter() {
        // An account that was deleted or locked out by its own requests is out of the game.
        made.token = await again().catch(() => made.token);
      },
    };
    return made;
  };

  const admin = await openShop(server);
  const people: Person[] = [];
  const ids = new Ids();
  for (let index = 0; index < OF_EACH; index += 1) {
    for (const [place, role] of STAFF.entries()) {
      const email = `staff${index}.${place}@example.test`;
      const { url } = await admin.request<NewInvitation>('POST', '/invitations', { email, role });
      const token = url.split('token=')[1];
      const signIn = () => enter('/auth/sign-in', { email, password: PASSWORD });
      people.push(await person(role, () => enter('/auth/invitation', { token, name: 'Dana', password: PASSWORD }), signIn));
    }
    const email = `customer${index}@example.test`;
    const signIn = () => enter('/auth/sign-in', { email, password: PASSWORD });
    people.push(await person('customer', () => enter('/auth/sign-up', { name: 'Amir', email, password: PASSWORD }), signIn));
    for (let guest = 0; guest < 2; guest += 1) {
      const come = () => enter('/auth/guest', { name: 'Bo' });
      people.push(await person('guest', come, come));
    }
    const product = await admin.createProduct(`Vase ${index}`, 1_000_000);
    ids.add('products', product._id);
    for (const { id } of product.variants) ids.add('variants', id);
  }
  for (const host of people.filter(({ name }) => name === 'host')) {
    const client = new ShopClient(server.url, host.token);
    const show = await client.request<Livestream>('POST', '/livestreams', { title: 'Live' });
    await client.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const next = await client.request<Livestream>('POST', '/livestreams', { title: 'Next' });
    ids.add('livestreams', show._id, next._id);
    ids.add('people', show.createdBy);
  }
  return { people, ids };
}
