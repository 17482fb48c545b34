import type { Product } from '@vitrine/protocol';
import { api } from '../server/api.ts';

const PAGE = 100;
/** Pages that are read at most: a show does not go through more. */
const PAGES = 5;

/** What the shop sells, oldest first: what is added during a show comes last and moves nothing. Rejects with ApiError. */
export async function readCatalogue(): Promise<Product[]> {
  const read: Product[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await api.listProducts({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    read.push(...answer.items);
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return read.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a._id.localeCompare(b._id));
}
