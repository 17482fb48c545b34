import { ApiError, createApi, Store, type VitrineApi } from '@vitrine/client';
import type { Account, SessionAnswer } from '@vitrine/protocol';
import { shopAddress } from './shop-address.ts';
import type { Place, Storage } from './surroundings.ts';

export type AddressProblem = 'not_an_address' | 'unreachable' | 'not_a_shop';
/** Something that happened to the sign-in by itself, to be said once. */
export type SessionNotice = 'signed_out' | 'not_kept';
export type ShopState =
  | { status: 'starting' }
  /** The app does not know which shop it belongs to, or what it was told is none. */
  | { status: 'no_address'; problem: AddressProblem | null; isTrying: boolean }
  | { status: 'unreachable' }
  | { status: 'open'; account: Account | null; shop: SessionAnswer['shop']; notice: SessionNotice | null };

export interface ShopSessionParts {
  storage: Storage;
  place: Place;
  fetch?: typeof fetch;
}
const ADDRESS = 'vitrine.address';
const TOKEN = 'vitrine.token';

/** Which shop this app speaks to, and who is signed in. Screens follow `status`; what it keeps survives the app's end. */
export class ShopSession extends Store<ShopState> {
  readonly api: VitrineApi;
  readonly #parts: ShopSessionParts;
  readonly #fetch: typeof fetch;
  #address = '';
  #token: string | null = null;

  constructor(parts: ShopSessionParts) {
    super({ status: 'starting' });
    this.#parts = parts;
    const send = parts.fetch ?? ((input: RequestInfo | URL, init?: RequestInit) => fetch(input, init));
    this.#fetch = async (input, init) => {
      const token = this.#token;
      const response = await send(input, init);
      // A sign-in that is refused says nothing of the session that is there.
      if (response.status === 401 && token !== null && !String(input).endsWith('/auth/sign-in')) void this.expire(token);
      return response;
    };
    this.api = this.#apiAt(() => this.#address);
  }

  /** Origin of the shop; '' in a page that it serves. */
  get address(): string {
    return this.#address;
  }
  get token(): string | null {
    return this.#token;
  }
  get socketUrl(): string {
    return this.#parts.place.socketUrl(this.#address);
  }
  get account(): Account | null {
    const state = this.getSnapshot();
    return state.status === 'open' ? state.account : null;
  }
  /** A picture or a page of the shop, wherever the app runs. */
  urlOf(path: string): string {
    return path.startsWith('/') ? `${this.#address}${path}` : path;
  }

  /** Finds the shop and who is signed in; also tries again. Never rejects. */
  async open(): Promise<void> {
    this.set({ status: 'starting' });
    const { place } = this.#parts;
    const address = place.fixedAddress ?? (await this.#read(ADDRESS));
    if (address === null) {
      this.set({ status: 'no_address', problem: null, isTrying: false });
      return;
    }
    this.#address = address;
    this.#token = place.transport === 'bearer' ? await this.#read(TOKEN) : null;
    try {
      await this.#take(await this.api.session());
    } catch (error) {
      const isStranger = error instanceof ApiError && error.status > 0 && !error.retryable && place.fixedAddress === null;
      this.set(isStranger ? { status: 'no_address', problem: 'not_a_shop', isTrying: false } : { status: 'unreachable' });
    }
  }

  /** Goes to the shop that was typed or scanned. */
  async goTo(text: string): Promise<void> {
    const address = shopAddress(text);
    if (address === null) {
      this.set({ status: 'no_address', problem: 'not_an_address', isTrying: false });
      return;
    }
    this.set({ status: 'no_address', problem: null, isTrying: true });
    try {
      const answer = await this.#apiAt(() => address).session();
      if (typeof answer.shop?.name !== 'string') throw new ApiError('invalid', 200, 'This is no shop of Vitrine.');
      this.#address = address;
      this.#token = null;
      const isKept = await this.#write(ADDRESS, address);
      await this.#forgetToken();
      this.set({ status: 'open', account: null, shop: answer.shop, notice: isKept ? null : 'not_kept' });
    } catch (error) {
      const isAway = error instanceof ApiError && error.status === 0;
      this.set({ status: 'no_address', problem: isAway ? 'unreachable' : 'not_a_shop', isTrying: false });
    }
  }
  /** Back to the choice of a shop; nobody is signed in then. */
  async leaveShop(): Promise<void> {
    await this.#forgetToken();
    await this.#parts.storage.remove(ADDRESS).catch(() => undefined);
    this.set({ status: 'no_address', problem: null, isTrying: false });
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#enter(await this.api.signIn({ email, password, transport: this.#parts.place.transport }));
  }
  async signUp(input: { name: string; email: string; password: string }): Promise<void> {
    await this.#enter(await this.api.signUp({ ...input, transport: this.#parts.place.transport }));
  }
  /** `viewerToken` keeps who only watched the same viewer. */
  async enterAsGuest(name: string, viewerToken: string | null): Promise<void> {
    const watched = viewerToken === null ? {} : { viewerToken };
    await this.#enter(await this.api.enterAsGuest({ name, transport: this.#parts.place.transport, ...watched }));
  }
  async signOut(): Promise<void> {
    // Signed out here whatever the server says: it forgets the session by itself in the end.
    await this.api.signOut().catch(() => undefined);
    await this.#forgetToken();
    this.#patchOpen({ account: null, notice: null });
  }
  /** The server knows this token no more. */
  async expire(token: string | null = this.#token): Promise<void> {
    if (token !== this.#token || token === null) return;
    await this.#forgetToken();
    this.#patchOpen({ account: null, notice: 'signed_out' });
  }
  dismissNotice(): void {
    this.#patchOpen({ notice: null });
  }

  async #enter(answer: SessionAnswer): Promise<void> {
    const { token = null, account, shop } = answer;
    this.#token = token;
    const isKept = token === null || (await this.#write(TOKEN, token));
    this.set({ status: 'open', account, shop, notice: isKept ? null : 'not_kept' });
  }
  async #take({ account, shop }: SessionAnswer): Promise<void> {
    const isOver = this.#token !== null && account === null;
    if (isOver) await this.#forgetToken();
    this.set({ status: 'open', account, shop, notice: isOver ? 'signed_out' : null });
  }
  #patchOpen(changes: { account?: Account | null; notice?: SessionNotice | null }): void {
    const state = this.getSnapshot();
    if (state.status === 'open') this.set({ ...state, ...changes });
  }
  #apiAt(address: () => string): VitrineApi {
    const options = { token: () => this.#token, fetch: this.#fetch };
    // The address is chosen later than the calls are made.
    return createApi(Object.defineProperty({ ...options, baseUrl: '' }, 'baseUrl', { get: address }));
  }
  async #read(key: string): Promise<string | null> {
    return this.#parts.storage.read(key).catch(() => null);
  }
  async #write(key: string, value: string): Promise<boolean> {
    return this.#parts.storage.write(key, value).then(
      () => true,
      () => false,
    );
  }
  async #forgetToken(): Promise<void> {
    this.#token = null;
    await this.#parts.storage.remove(TOKEN).catch(() => undefined);
  }
}
