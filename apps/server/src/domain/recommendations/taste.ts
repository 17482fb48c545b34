import type { RecommendationReason } from '@vitrine/protocol';

/** Something that a person did, and what it says of what the person likes. */
export interface Liking {
  reason: Extract<RecommendationReason, 'because_bought' | 'because_liked' | 'because_watched'>;
  /** The show or product. */
  id: string;
  title: string;
  tags: readonly string[];
  weight: number;
}
/** How well something fits, and what speaks for it most. */
export interface Fit {
  score: number;
  because: Liking | null;
}

/** What a purchase, a like and watching say: the first costs money, the second a tap. Taking part adds to watching. */
export const WEIGHTS = { bought: 5, liked: 3, watched: 1, tookPart: 1 } as const;

/** Each liking adds its weight for every tag that it shares with what is looked at. */
export function fitOf(candidate: { _id: string; tags: readonly string[] }, likings: readonly Liking[]): Fit {
  const tags = new Set(candidate.tags.map(plain));
  let fit: Fit = { score: 0, because: null };
  let strongest = 0;
  for (const liking of likings) {
    // That somebody watched a show is no reason to see the same one.
    if (liking.id === candidate._id) continue;
    const shared = new Set(liking.tags.map(plain).filter((tag) => tags.has(tag))).size;
    const weight = shared * liking.weight;
    const isStrongest = weight > strongest;
    if (isStrongest) strongest = weight;
    fit = { score: fit.score + weight, because: isStrongest ? liking : fit.because };
  }
  return fit;
}
const plain = (tag: string): string => tag.trim().toLowerCase();
