import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLocalBackplane } from '../../adapters/backplane/local.ts';
import { openSqliteStorage } from '../../adapters/storage/sqlite/index.ts';
import type { Backplane, ViewerCount } from '../../ports/backplane.ts';
import type { Storage } from '../../ports/storage.ts';
import { AudienceService } from './audience.ts';

const SHOW = 'a'.repeat(24);
const clock = { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0 };

let folder: string;
let storage: Storage;
let onAir: Set<string>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-audience-'));
  storage = await openSqliteStorage({ directory: folder });
  onAir = new Set([SHOW]);
});
afterEach(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function audienceOn(backplane: Backplane, knownPeak = 0) {
  const audience = new AudienceService({ storage, backplane, clock, isOnAir: (id) => onAir.has(id), knownPeak: () => knownPeak });
  const heard: [number, number][] = [];
  audience.onChange((_, viewers, peak) => heard.push([viewers, peak]));
  return { audience, heard };
}
/** A backplane whose other nodes are played by the test. */
function withOtherNodes() {
  const followers = new Map<string, (count: ViewerCount) => void>();
  const backplane: Backplane = {
    ...createLocalBackplane(),
    presence: {
      join: vi.fn(),
      leave: vi.fn(),
      count: async () => 0,
      follow(streamId, listener) {
        followers.set(streamId, listener);
        listener({ viewers: 0, isAgreed: false });
        return () => void followers.delete(streamId);
      },
    },
  };
  return { backplane, followers, tell: (viewers: number, isAgreed: boolean) => followers.get(SHOW)?.({ viewers, isAgreed }) };
}

describe('An audience on one node', () => {
  it('counts viewers, not their connections, and never below zero', () => {
    const { audience, heard } = audienceOn(createLocalBackplane());
    const first = audience.join(SHOW, 'mira');
    const second = audience.join(SHOW, 'mira');
    const other = audience.join(SHOW, 'noor');
    expect(audience.count(SHOW)).toBe(2);
    first();
    first();
    expect(audience.count(SHOW)).toBe(2);
    second();
    other();
    expect(audience.count(SHOW)).toBe(0);
    expect(heard).toEqual([
      [1, 1],
      [2, 2],
      [1, 2],
      [0, 2],
    ]);
  });

  it('gives each peak that rose once, also when everybody has gone since', () => {
    const { audience } = audienceOn(createLocalBackplane());
    for (const leave of [audience.join(SHOW, 'mira'), audience.join(SHOW, 'noor')]) leave();
    expect(audience.takeRaisedPeaks()).toEqual([{ streamId: SHOW, peakViewers: 2 }]);
    expect(audience.takeRaisedPeaks()).toEqual([]);
  });

  it('has no peak before the show is on air; those who waited make the first one', () => {
    onAir.clear();
    const { audience, heard } = audienceOn(createLocalBackplane());
    audience.join(SHOW, 'mira');
    audience.join(SHOW, 'noor');
    expect(audience.peak(SHOW)).toBe(0);
    onAir.add(SHOW);
    audience.started(SHOW);
    expect(heard.at(-1)).toEqual([2, 2]);
    expect(audience.takeRaisedPeaks()).toEqual([{ streamId: SHOW, peakViewers: 2 }]);
  });
});

describe('An audience over several nodes', () => {
  it('is told where nobody watches, as long as the show is on air or somebody follows it', () => {
    const { backplane, followers, tell } = withOtherNodes();
    const { audience, heard } = audienceOn(backplane);
    audience.started(SHOW);
    const release = audience.follow(SHOW);
    tell(5, true);
    expect(audience.count(SHOW)).toBe(5);
    expect(heard).toEqual([[5, 5]]);
    audience.ended(SHOW);
    expect(followers.size).toBe(1);
    release();
    release();
    audience.takeRaisedPeaks();
    expect(followers.size).toBe(0);
    expect(audience.count(SHOW)).toBe(0);
  });

  it('takes no peak from an estimate, and none below what is known', () => {
    const { backplane, tell } = withOtherNodes();
    const { audience, heard } = audienceOn(backplane, 7);
    audience.started(SHOW);
    tell(20, false);
    expect(heard.at(-1)).toEqual([20, 7]);
    tell(6, true);
    expect(audience.takeRaisedPeaks()).toEqual([]);
    tell(8, true);
    expect(heard.at(-1)).toEqual([8, 8]);
    expect(audience.takeRaisedPeaks()).toEqual([{ streamId: SHOW, peakViewers: 8 }]);
  });

  it('takes the peak when an estimate turns out to be true', () => {
    const { backplane, tell } = withOtherNodes();
    const { audience, heard } = audienceOn(backplane);
    audience.started(SHOW);
    tell(3, false);
    tell(3, true);
    expect(heard).toEqual([
      [3, 0],
      [3, 3],
    ]);
  });
});
