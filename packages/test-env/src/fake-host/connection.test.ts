import nodeDataChannel from 'node-datachannel';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type Connection, ConnectTimeout, persist } from './connection.ts';

describe('a connection that does not come up', () => {
  const peer = new nodeDataChannel.PeerConnection('test', { iceServers: [] });
  const connection: Connection = { peer, closed: Promise.resolve(), close: async () => {} };
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => {
    peer.close();
    nodeDataChannel.cleanup();
  });

  it('is asked for again, and said', async () => {
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const connectOnce = vi
      .fn<() => Promise<Connection>>()
      .mockRejectedValueOnce(new ConnectTimeout(peer))
      .mockResolvedValueOnce(connection);
    expect(await persist(connectOnce)).toBe(connection);
    expect(warn).toHaveBeenCalledExactlyOnceWith('the connection did not come up (new, ICE new, 0 bytes sent, 0 received): asking again');
  });

  it('ends as that once it was asked for often enough', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const connectOnce = vi.fn<() => Promise<Connection>>().mockRejectedValue(new ConnectTimeout(peer));
    await expect(persist(connectOnce)).rejects.toThrow(ConnectTimeout);
    expect(connectOnce).toHaveBeenCalledTimes(2);
  });

  it('is not asked for again when the server refused it', async () => {
    const connectOnce = vi.fn<() => Promise<Connection>>().mockRejectedValue(new Error('409'));
    await expect(persist(connectOnce)).rejects.toThrow('409');
    expect(connectOnce).toHaveBeenCalledTimes(1);
  });
});
