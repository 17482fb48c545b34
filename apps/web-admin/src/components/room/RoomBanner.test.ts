// @vitest-environment happy-dom
import type { LivestreamStatus } from '@vitrine/protocol';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import type { ControlRoom } from '../../composables/room/use-control-room.ts';
import RoomBanner from './RoomBanner.vue';

function says(away: 'reconnecting' | 'offline' | undefined, status: LivestreamStatus): string | undefined {
  const room = { away: ref(away), status: ref(status) } as unknown as ControlRoom;
  const banner = mount(RoomBanner, { props: { room } });
  const alert = banner.find('[role=alert]');
  return alert.exists() ? alert.text() : undefined;
}

describe('what is the matter in the control room', () => {
  it('is nothing while all goes well', () => {
    expect(says(undefined, 'live')).toBeUndefined();
    expect(says(undefined, 'scheduled')).toBeUndefined();
  });

  it('is the network first, then the way to the server, then the picture', () => {
    expect(says('offline', 'interrupted')).toContain('You are offline.');
    expect(says('reconnecting', 'interrupted')).toContain('The connection is away.');
    expect(says(undefined, 'interrupted')).toContain('Back in a moment');
  });
});
