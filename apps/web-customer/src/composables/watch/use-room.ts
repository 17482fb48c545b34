import { type Invitation, LiveRoom, type RoomQuestion, type RoomSnapshot, roomEntries, type Self } from '@vitrine/client';
import type { ChatMessage, Guest, LivestreamSettings, LivestreamStatus, Product, Question } from '@vitrine/protocol';
import { CLOSE } from '@vitrine/protocol/codes';
import { type ChatEntry, useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, onScopeDispose, ref } from 'vue';
import { text } from '../../text/index.ts';
import { frameToken, socketUrl } from '../server/api.ts';
import { onComeback } from '../server/on-comeback.ts';
import type { PictureReport } from './use-picture.ts';

/** The room of a show: what is heard from it, and what one says into it. Undefined means that it has not been heard yet. */
export interface Room {
  status: ComputedRef<LivestreamStatus | undefined>;
  missing: ComputedRef<boolean>;
  products: ComputedRef<readonly Product[] | undefined>;
  /** The line-up as it was changed since one came; null: as it was read. */
  lineup: ComputedRef<RoomSnapshot['lineup']>;
  entries: ComputedRef<readonly ChatEntry[]>;
  /** Nothing for the first connection: the page is still opening. */
  away: ComputedRef<'reconnecting' | 'offline' | undefined>;
  /** Who is on stage beside the host, or asked to come. */
  guests: ComputedRef<readonly Guest[]>;
  /** How one stands on stage oneself. */
  invitation: ComputedRef<Invitation | null>;
  self: ComputedRef<Self | null>;
  viewers: ComputedRef<number | undefined>;
  likes: ComputedRef<number | undefined>;
  liked: ComputedRef<boolean>;
  /** The rules of the chat; undefined until they were heard. */
  settings: ComputedRef<LivestreamSettings | undefined>;
  /** One may not write, until then or until it is lifted. */
  restriction: ComputedRef<RoomSnapshot['restriction']>;
  pinnedMessage: ComputedRef<ChatMessage | null>;
  questions: ComputedRef<readonly RoomQuestion[]>;
  takeQuestions: (questions: readonly Question[]) => void;
  /** Seconds on air, once it is over. */
  duration: ComputedRef<number | undefined>;
  /** The shop put this viewer out. */
  closed: ComputedRef<boolean>;
  open: () => void;
  close: () => void;
  send: (message: string) => void;
  retry: (entryId: string) => void;
  /** @returns whether the shop took it */
  toggleLike: () => Promise<boolean>;
  /** How the picture looked here, for the shop. */
  reportPicture: (seen: PictureReport) => void;
  seen: (productId: string) => void;
  clicked: (productId: string) => void;
  authenticate: () => void;
  viewerToken: () => string | undefined;
}

export function useRoom(streamId: string): Room {
  const room = new LiveRoom({ url: socketUrl(), streamId, token: frameToken });
  const snapshot = useSnapshot<RoomSnapshot>(room);
  const offline = ref(!navigator.onLine);
  const tellNetwork = (): void => {
    offline.value = !navigator.onLine;
  };
  window.addEventListener('online', tellNetwork);
  window.addEventListener('offline', tellNetwork);
  const stop = onComeback(() => room.retryNow());
  onScopeDispose(() => {
    stop();
    window.removeEventListener('online', tellNetwork);
    window.removeEventListener('offline', tellNetwork);
  });

  const heard = computed(() => snapshot.value.status !== 'joining' && snapshot.value.status !== 'not_found');
  return {
    status: computed(() => {
      const { status } = snapshot.value;
      return status === 'joining' || status === 'not_found' ? undefined : status;
    }),
    missing: computed(() => snapshot.value.status === 'not_found'),
    products: computed(() => snapshot.value.pins ?? undefined),
    lineup: computed(() => snapshot.value.lineup),
    entries: computed(() => roomEntries(snapshot.value, text.watch, snapshot.value.questions)),
    away: computed(() => {
      if (offline.value) return 'offline';
      return snapshot.value.connection.status === 'reconnecting' ? 'reconnecting' : undefined;
    }),
    guests: computed(() => snapshot.value.guests),
    invitation: computed(() => snapshot.value.invitation),
    self: computed(() => snapshot.value.self),
    viewers: computed(() => (heard.value ? snapshot.value.viewerCount : undefined)),
    likes: computed(() => (heard.value ? snapshot.value.likes : undefined)),
    liked: computed(() => snapshot.value.liked),
    settings: computed(() => snapshot.value.settings ?? undefined),
    restriction: computed(() => snapshot.value.restriction),
    pinnedMessage: computed(() => snapshot.value.pinnedMessage),
    questions: computed(() => snapshot.value.questions),
    takeQuestions: (questions) => room.takeQuestions(questions),
    duration: computed(() => snapshot.value.duration ?? undefined),
    closed: computed(() => snapshot.value.connection.status === 'gone' && snapshot.value.connection.code === CLOSE.banned),
    open: () => room.join(),
    close: () => room.leave(),
    send: (message) => room.sendMessage(message),
    retry: (entryId) => room.retryMessage(entryId),
    toggleLike: () =>
      room.setLiked(!snapshot.value.liked).then(
        () => true,
        () => false,
      ),
    reportPicture: (seen) => room.reportPlayback(seen),
    seen: (productId) => room.productSeen(productId),
    clicked: (productId) => room.productClicked(productId),
    authenticate: () => room.authenticate(),
    viewerToken: () => room.viewerToken ?? undefined,
  };
}
