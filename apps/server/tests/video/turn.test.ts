import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { iceServersBy } from '../../src/adapters/video/sfu/ice-servers.ts';
import { linkOf } from '../../src/http/signalling/ice-server-link.ts';

const NOW = Date.UTC(2026, 0, 1);
const clock = { now: () => NOW, monotonic: () => 0 };
const userId = 'a'.repeat(24);
const servers = ['stun:stun.example:3478', 'turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'];

describe('the ICE servers that clients are told', () => {
  it('are none when none are set', () => {
    expect(iceServersBy({ servers: [], turnSecret: null }, clock)({ userId, role: 'viewer' })).toEqual([]);
    expect(iceServersBy({ servers: [], turnSecret: 'of no use' }, clock)({ userId, role: 'viewer' })).toEqual([]);
  });

  it('have an account for TURN, by the shared secret, that is good no longer than the video token', () => {
    const iceServersOf = iceServersBy({ servers, turnSecret: 'shared' }, clock);
    const [stun, turn] = iceServersOf({ userId, role: 'viewer' });
    expect(stun).toEqual({ urls: ['stun:stun.example:3478'] });
    const username = `${NOW / 1_000 + 10 * 60}:${userId}`;
    const credential = createHmac('sha1', 'shared').update(username).digest('base64');
    expect(turn).toEqual({ urls: servers.slice(1), username, credential });
    expect(iceServersOf({ userId, role: 'host' })[1]?.username).toBe(`${NOW / 1_000 + 2 * 60 * 60}:${userId}`);
  });

  it('stand in Link headers as RFC 9725 has them', () => {
    const links = iceServersBy({ servers, turnSecret: 'shared' }, clock)({ userId, role: 'host' }).flatMap(linkOf);
    expect(links).toHaveLength(3);
    expect(links[0]).toBe('<stun:stun.example:3478>; rel="ice-server"');
    expect(links[1]).toMatch(
      /^<turn:turn\.example:3478\?transport=udp>; rel="ice-server"; username="\d+:a{24}"; credential="[\w+/=]+"; credential-type="password"$/,
    );
  });
});
