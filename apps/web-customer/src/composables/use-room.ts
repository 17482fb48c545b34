import { LiveRoom, type RoomMessage, type RoomSnapshot } from '@vitrine/client';
import { CLOSE } from '@vitrine/protocol/codes';
import { type ChatEntry, useSnapshot } from '@vitrine/web-kit';
import { computed, onScopeDispose, ref } from 'vue';
import { text } from '../text/en.ts';
import { socketUrl } from './api.ts';
import { onComeback } from './on-comeback.ts';

/** The room of a show, as refs. Until it has been heard from, its values are undefined and the page shows what the shop said. */
export function useRoom(streamId: string) {
  const room = new LiveRoom({ url: socketUrl(), streamId });
  const snapshot = useSnapshot(room);
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
    products: computed(() => snapshot.value.pins ?? undefined),
    entries: computed(() => toEntries(snapshot.value)),
    viewers: computed(() => (heard.value ? snapshot.value.viewerCount : undefined)),
    likes: computed(() => (heard.value ? snapshot.value.likes : undefined)),
    liked: computed(() => snapshot.value.liked),
    /** Nothing for the first connection: the page is still opening. */
    away: computed(() => {
      if (offline.value) return 'offline' as const;
      return snapshot.value.connection.status === 'reconnecting' ? ('reconnecting' as const) : undefined;
    }),
    closed: computed(() => snapshot.value.connection.status === 'gone' && snapshot.value.connection.code === CLOSE.banned),
    open: () => room.join(),
    close: () => room.leave(),
    send: (message: string) => room.sendMessage(message),
    retry: (id: string) => room.retryMessage(id),
    clicked: (productId: string) => room.productClicked(productId),
    viewerToken: () => room.viewerToken ?? undefined,
    authenticate: () => room.authenticate(),
    /** Whether it was taken. */
    toggleLike: () =>
      room.setLiked(!snapshot.value.liked).then(
        () => true,
        () => false,
      ),
  };
}

/** The chat with the orders between its lines, in the order in which they happened; our own lines that are under way come last. */
function toEntries({ messages, orders, self }: RoomSnapshot): ChatEntry[] {
  const own = self?.viewerId;
  const bought: ChatEntry[] = orders.map((order) => ({
    id: order.key,
    kind: 'bought',
    name: text.watch.someone,
    text: order.lines.map((line) => line.title).join(', '),
    mine: false,
    staff: false,
    state: 'sent',
    at: order.timestamp,
    offset: order.offset,
  }));
  const lines = messages.map((line) => toEntry(line, own, self?.name ?? ''));
  const posted = [...lines.filter((line) => line.offset !== undefined), ...bought].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
  return [...posted, ...lines.filter((line) => line.offset === undefined)];
}

function toEntry(line: RoomMessage, own: string | undefined, name: string): ChatEntry {
  if (line.state !== 'posted')
    return { id: `${own}:${line.id}`, kind: 'message', name, text: line.text, mine: true, staff: false, state: line.state };
  const { message } = line;
  return {
    id: message.key,
    kind: 'message',
    name: message.username,
    text: message.message,
    mine: message.viewerId === own,
    staff: message.isAdmin,
    state: 'sent',
    at: message.timestamp,
    offset: message.offset,
  };
}
