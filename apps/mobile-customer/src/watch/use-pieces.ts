import type { RoomSnapshot } from '@vitrine/client';
import { useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail, Product } from '@vitrine/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Viewers who hear of a change together don't ask together, in ms. */
const SPREAD = 3_000;

export interface Pieces {
  /** What is on screen and behind it, then the rest of the line-up. */
  pieces: readonly Product[];
  /** Reads the rest anew: prices and stock of what is not pinned are as old as the last reading. */
  read: () => void;
}

/** Everything that a show presents. */
export function usePieces(detail: LivestreamDetail, { pins, lineup, status }: Pick<RoomSnapshot, 'pins' | 'lineup' | 'status'>): Pieces {
  const { api } = useShop();
  const { _id: id } = detail;
  const [rest, setRest] = useState<readonly Product[]>([]);
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const read = useCallback((): void => {
    // What could not be read stays as it was.
    api.showProducts(id).then(
      ({ items }) => {
        if (isThere.current) setRest(items);
      },
      () => undefined,
    );
  }, [api, id]);
  // The show's own prices begin and end with it.
  const phase = status === 'joining' || status === 'not_found' ? detail.status : status;
  const isOver = phase === 'ended';
  const isOnAir = phase === 'live' || phase === 'interrupted';
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is read after.
  useEffect(read, [read, isOver, isOnAir]);
  useEffect(() => {
    if (lineup === null) return;
    const timer = setTimeout(read, Math.random() * SPREAD);
    return () => clearTimeout(timer);
  }, [read, lineup]);

  const pinned = pins ?? detail.products;
  const ids = new Set(pinned.map(({ _id }) => _id));
  return { pieces: [...pinned, ...rest.filter(({ _id }) => !ids.has(_id))], read };
}
