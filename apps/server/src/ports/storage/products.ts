import type { Variant } from '@vitrine/protocol';
import type { Page, PageRequest } from './paging.ts';
import type { OwedEntry } from './timeline.ts';

export interface ProductRecord {
  _id: string;
  title: string;
  description: string;
  images: string[];
  tags: string[];
  currency: string;
  variants: Variant[];
  /** The name of one of the shop's tax rates; null takes the first. */
  taxRate: string | null;
  archived: boolean;
  owed: OwedEntry[];
  createdAt: number;
  updatedAt: number;
}
/** `stock` null leaves what is there: units may be sold while somebody edits the price. */
export type VariantChange = Omit<Variant, 'stock'> & { stock: number | null };
export interface ProductChanges {
  title?: string;
  description?: string;
  images?: string[];
  tags?: string[];
  taxRate?: string | null;
  archived?: boolean;
  /** Replaces the set. */
  variants?: VariantChange[];
  updatedAt: number;
}
export interface ProductStore {
  insert(product: ProductRecord): Promise<void>;
  byId(id: string): Promise<ProductRecord | null>;
  /** In the order of `ids`; unknown ones are left out. */
  byIds(ids: string[]): Promise<ProductRecord[]>;
  /** Newest first. */
  list(filter: PageRequest & { search?: string; includeArchived: boolean }): Promise<Page<ProductRecord>>;
  /** Changes it and appends to what it owes. */
  change(id: string, changes: ProductChanges, owes?: OwedEntry[]): Promise<ProductRecord | null>;
  settle(id: string, key: string): Promise<void>;
  owing(limit: number): Promise<ProductRecord[]>;
}
