import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../../domain/errors.ts';
import { Capacity, type Occupancy } from './capacity.ts';
import { HEALTH_LIMITS } from './limits.ts';
import { MediaLoad } from './load.ts';

const refusal = (capacity: Capacity, occupancy: Occupancy): DomainError | null => {
  try {
    capacity.admit(occupancy);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
};

describe('capacity', () => {
  it('lets viewers in while the load is normal', () => {
    expect(refusal(new Capacity(new MediaLoad(), null), { viewers: 400, connecting: 3 })).toBeNull();
  });

  it('refuses the next one when the load is high, with a time to come back, and lets in again when it has fallen', () => {
    const load = new MediaLoad();
    const capacity = new Capacity(load, null);
    load.level = 'high';
    expect(refusal(capacity, { viewers: 90, connecting: 0 })).toMatchObject({ code: 'video_full', status: 503, retryAfter: 10 });
    expect(capacity.refused).toBe(1);
    load.level = 'normal';
    expect(refusal(capacity, { viewers: 90, connecting: 0 })).toBeNull();
  });

  it('does not blame the first few for a busy machine', () => {
    const load = new MediaLoad();
    load.level = 'overloaded';
    expect(refusal(new Capacity(load, null), { viewers: HEALTH_LIMITS.alwaysServed - 1, connecting: 0 })).toBeNull();
  });

  it('keeps to the shop’s own limit, and to its own where that is higher', () => {
    expect(refusal(new Capacity(new MediaLoad(), 5), { viewers: 4, connecting: 0 })).toBeNull();
    expect(refusal(new Capacity(new MediaLoad(), 5), { viewers: 5, connecting: 0 })?.code).toBe('video_full');
    expect(refusal(new Capacity(new MediaLoad(), 1e6), { viewers: HEALTH_LIMITS.viewers, connecting: 0 })?.code).toBe('video_full');
  });

  it('lets no more than so many connect at once: what they cost is not in the load yet', () => {
    const refused = refusal(new Capacity(new MediaLoad(), null), { viewers: 70, connecting: HEALTH_LIMITS.connecting });
    expect(refused).toMatchObject({ code: 'video_full', retryAfter: 2 });
  });
});
