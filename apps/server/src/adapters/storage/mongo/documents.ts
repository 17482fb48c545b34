import type { Collection, Document, Filter, UpdateFilter } from 'mongodb';
import { DomainError } from '../../../domain/errors.ts';
import type { Page, PageRequest } from '../../../ports/storage.ts';
import { decodeCursor, pageOf } from '../cursor.ts';

/** A document as MongoDB has it, under an id of ours. */
export interface Fields extends Document {
  _id: string;
}
/** A document whose id MongoDB's driver makes: others find it by what is unique in it. */
export type Row = Document;
interface Ordering<Item> {
  field: string;
  key: (item: Item) => number;
  direction: 1 | -1;
}

/** Finds the text itself, in any case. */
export const containing = (text: string): { $regex: string; $options: string } => ({
  $regex: text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  $options: 'i',
});
export const toInstant = (at: unknown): number => (at instanceof Date ? at.getTime() : 0);
/** The operators that we use: all of them are in every version of MongoDB. */
type Changes = Partial<Record<'$set' | '$inc' | '$max' | '$push' | '$pull' | '$addToSet' | '$setOnInsert', object>>;
/** An update of arrays: the driver's types take none for documents whose fields they don't know. */
export const update = (changes: Changes): UpdateFilter<Fields> => changes as UpdateFilter<Fields>;

/** What is given, without what is undefined: in changes an undefined field stays as it is. */
export const given = <Changes extends object>(changes: Changes): Partial<Changes> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Changes>;

/**
 * A collection of one kind of record: the same fields, but instants are dates there. `own` are fields that only the store knows, `rest`
 * makes what of a record is stored in another shape.
 */
export class Documents<Item extends { _id: string }> {
  readonly collection: Collection<Fields>;
  readonly #dates: ReadonlySet<string>;
  readonly #own: readonly string[];
  readonly #rest: (fields: Fields) => Partial<Item>;

  constructor(
    collection: Collection<Fields>,
    dates: readonly (keyof Item & string)[],
    own: readonly string[] = [],
    rest: (fields: Fields) => Partial<Item> = () => ({}),
  ) {
    this.collection = collection;
    this.#dates = new Set(dates);
    this.#own = own;
    this.#rest = rest;
  }

  /** Fields as they are stored, of a whole record or of changes to one. */
  fields<Part extends Partial<Item>>(part: Part): { [Field in keyof Part]: unknown } {
    const entries = Object.entries(part).map(([field, value]) => [
      field,
      this.#dates.has(field) && typeof value === 'number' ? new Date(value) : value,
    ]);
    return Object.fromEntries(entries) as { [Field in keyof Part]: unknown };
  }
  item(fields: Fields): Item {
    const item: Record<string, unknown> = { ...fields };
    for (const field of this.#own) delete item[field];
    for (const field of this.#dates) {
      const value = item[field];
      if (value instanceof Date) item[field] = value.getTime();
    }
    return { ...item, ...this.#rest(fields) } as unknown as Item;
  }
  itemOrNull(fields: Fields | null): Item | null {
    return fields && this.item(fields);
  }

  async insert(item: Item, own: object = {}): Promise<void> {
    await this.collection.insertOne({ ...this.fields(item), ...own } as Fields);
  }
  async byId(id: string): Promise<Item | null> {
    return this.itemOrNull(await this.collection.findOne({ _id: id }));
  }
  /** In the order of `ids`; unknown ones are left out. */
  async byIds(ids: string[]): Promise<Item[]> {
    if (ids.length === 0) return [];
    const found = new Map((await this.collection.find({ _id: { $in: ids } }).toArray()).map((fields) => [fields._id, this.item(fields)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }
  async change(filter: Filter<Fields>, changes: Partial<Item>): Promise<Item | null> {
    const set = given(this.fields(changes));
    if (Object.keys(set).length === 0) return this.itemOrNull(await this.collection.findOne(filter));
    return this.itemOrNull(await this.collection.findOneAndUpdate(filter, update({ $set: set }), { returnDocument: 'after' }));
  }
  async delete(id: string): Promise<boolean> {
    return (await this.collection.deleteOne({ _id: id })).deletedCount === 1;
  }
  async find(filter: Filter<Fields>, sort: Record<string, 1 | -1>, limit: number): Promise<Item[]> {
    if (limit === 0) return [];
    const found = await this.collection.find(filter).sort(sort).limit(limit).toArray();
    return found.map((fields) => this.item(fields));
  }
  /** One page in this order, the id deciding between equals. */
  async page(request: PageRequest, order: Ordering<Item>, filter: Filter<Fields>): Promise<Page<Item>> {
    const conditions: Filter<Fields>[] = Object.keys(filter).length > 0 ? [filter] : [];
    if (request.cursor) conditions.push(this.#behind(request.cursor, order));
    const sort = { [order.field]: order.direction, _id: order.direction };
    const found = await this.find(conditions.length > 0 ? { $and: conditions } : {}, sort, request.limit + 1);
    return pageOf(found, request.limit, (item) => ({ key: order.key(item), id: item._id }));
  }

  #behind(cursor: string, { field, direction }: Ordering<Item>): Filter<Fields> {
    const place = decodeCursor(cursor);
    const key = this.#dates.has(field) ? new Date(place.key) : place.key;
    if (key instanceof Date && Number.isNaN(key.getTime()))
      throw new DomainError('invalid', 'The cursor is not one that this list gave.', {
        fields: [{ path: 'cursor', message: 'unknown cursor' }],
      });
    const behind = direction === 1 ? '$gt' : '$lt';
    return { $or: [{ [field]: { [behind]: key } }, { [field]: key, _id: { [behind]: place.id } }] };
  }
}
