import { expect, test } from 'vitest';
import type { BlobStore } from '../../ports/blobs.ts';
import type { RawPart, RawRecordings } from '../../ports/recordings.ts';
import { RecordingFinisher } from './finishing.ts';

const SHOW = 'a'.repeat(24);
const unused = async (): Promise<never> => {
  throw new Error('nothing is finished here');
};

test('What a recorder left of a show that is gone is removed, with what was made of it and never named', async () => {
  const left = new Set([SHOW]);
  const part: RawPart = { id: '0-host', streamId: SHOW, seat: 'host', name: 'Inès', startedAt: 0, isOpen: false };
  const blobs = new Set([`${SHOW}-0-host.webm`, `${SHOW}-0-host.thumbnail.webp`, `${SHOW}-0-host.previews.webp`, 'another.webm']);
  const raw: RawRecordings = {
    open: unused,
    shows: async () => [...left],
    parts: async () => [part],
    finish: unused,
    remove: unused,
    putAside: unused,
    forget: async (streamId) => void left.delete(streamId),
  };
  const store: BlobStore = { put: unused, putFile: unused, get: unused, delete: async (name) => void blobs.delete(name) };
  const finisher = new RecordingFinisher({
    shows: { byId: async () => null },
    raw,
    blobs: store,
    record: { change: unused },
    leases: { want: unused, term: () => null, remove: unused },
    clock: { now: () => 0, monotonic: () => 0 },
    warn: () => {},
  });
  await finisher.look();
  expect([...left]).toEqual([]);
  expect([...blobs]).toEqual(['another.webm']);
});
