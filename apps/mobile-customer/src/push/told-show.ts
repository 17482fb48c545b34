import type { PushMessage } from '@vitrine/protocol';

const STARTED: PushMessage['type'] = 'livestream.started';
const ID = /^[0-9a-f]{24}$/;

/** The show that a push tells of; null where it tells of none. What comes from outside is not trusted with a path of its own. */
export function toldShow(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || !('livestreamId' in data)) return null;
  const { type, livestreamId } = data;
  return type === STARTED && typeof livestreamId === 'string' && ID.test(livestreamId) ? livestreamId : null;
}
