import { Livestream, type ServerEvent, type TimelineEntry } from '@vitrine/protocol';
import { SHOP_ITSELF } from '../domain/actor.ts';
import { publicSettings, withoutBlockedWords } from '../domain/livestreams/livestream-view.ts';
import type { Services } from '../domain/services.ts';

/** What viewers are told of an entry. Some types carry more than the entry does: it is read here, once for the whole room. */
export function entryEvent(entry: TimelineEntry, services: Services): ServerEvent | Promise<ServerEvent> {
  const { streamId, offset, at } = entry;
  switch (entry.type) {
    case 'chat_message':
      return {
        type: 'chat_message',
        data: { streamId, offset, key: entry.key, viewerId: entry.actorId ?? '', timestamp: at, ...entry.data },
      };
    case 'message_deleted':
      return { type: 'message_deleted', data: { streamId, offset, deletedOffset: entry.data.offset } };
    case 'announcement':
      return { type: 'announcement', data: { streamId, offset, timestamp: at, message: entry.data.message } };
    case 'message_pinned': {
      const { offset: pinned } = entry.data;
      if (pinned === null) return { type: 'message_pinned', data: { streamId, offset, message: null } };
      return services.chat.message(streamId, pinned).then((message) => ({ type: 'message_pinned', data: { streamId, offset, message } }));
    }
    case 'settings_changed':
      return { type: 'settings_updated', data: { streamId, offset, settings: publicSettings(entry.data.settings) } };
    case 'lineup_changed':
      return { type: 'lineup_updated', data: { streamId, offset, lineup: entry.data.lineup } };
    case 'question_asked':
      return { type: 'question_asked', data: { streamId, offset, timestamp: at, ...entry.data } };
    case 'question_answered':
    case 'question_removed':
      return { type: entry.type, data: { streamId, offset, ...entry.data } } as ServerEvent;
    case 'session_ended':
    case 'subject_banned':
    case 'ban_lifted':
    case 'account_changed':
    case 'show_changed':
    case 'shop_changed':
      throw new Error(`${entry.type} is never told to a room`);
    case 'product_changed':
      return { type: 'product_updated', data: { streamId, offset, product: entry.data.product } };
    case 'order_placed':
      return { type: 'order_placed', data: { streamId, offset, key: entry.key, timestamp: at, lines: entry.data.lines } };
    case 'stream_stopped':
      return { type: 'stream_stopped', data: { streamId, offset, at, duration: entry.data.duration } };
    case 'stream_interrupted':
    case 'stream_resumed':
      return { type: entry.type, data: { streamId, offset, at } };
    case 'stream_started':
      // Read for everyone in the room, who have been let in before.
      return services.livestreams.get(SHOP_ITSELF, streamId).then((livestream) => ({
        type: 'stream_started',
        data: { streamId, offset, at, livestream: Livestream.parse(withoutBlockedWords(livestream)) },
      }));
    case 'stage_changed':
      // As it is now: the entry names nobody.
      return services.stage.guests(streamId).then((guests) => ({ type: 'stage_changed', data: { streamId, offset, guests } }));
    case 'pins_changed':
      return services.pins
        .current(streamId)
        .then((products) => ({ type: 'pinned_products_updated', data: { streamId, offset, products } }));
  }
}
