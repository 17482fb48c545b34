import { DomainError } from '../../../../domain/errors.ts';

export const nobodyPublishes = (): DomainError =>
  new DomainError('video_unavailable', 'Nobody is publishing to this show yet.', { retryAfter: 2 });
