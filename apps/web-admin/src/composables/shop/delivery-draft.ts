import type { DeliveryMethod } from '@vitrine/protocol';
import { text } from '../../text/en.ts';

/** A way of delivery while it is being written. */
export interface DeliveryRow {
  /** Tells rows apart while they are added and taken out. */
  key: number;
  /** undefined: it gets one from its name. */
  id: string | undefined;
  name: string;
  price: number | null;
  priceInvalid: boolean;
  freeFrom: number | null;
  freeFromInvalid: boolean;
}

let keys = 0;
export function deliveryRow(method?: DeliveryMethod): DeliveryRow {
  keys += 1;
  const { id, name = '', price = null, freeFrom = null } = method ?? {};
  return { key: keys, id, name, price, priceInvalid: false, freeFrom, freeFromInvalid: false };
}

/** What is wrong with it, by field (`deliveryMethods.0.name`). */
export function deliveryProblems(rows: readonly DeliveryRow[]): Record<string, string> {
  const found: Record<string, string> = {};
  const names = rows.map(({ name }) => name.trim().toLocaleLowerCase());
  rows.forEach((row, at) => {
    const own = `deliveryMethods.${at}`;
    if (!row.name.trim()) found[`${own}.name`] = text.settings.deliveryNameMissing;
    else if (names.indexOf(names[at] ?? '') < at) found[`${own}.name`] = text.settings.deliveryTwice;
    if (!row.priceInvalid && row.price === null) found[`${own}.price`] = text.settings.deliveryPriceMissing;
    if (row.priceInvalid) found[`${own}.price`] = text.productForm.amountBad;
    if (row.freeFromInvalid) found[`${own}.freeFrom`] = text.productForm.amountBad;
  });
  return found;
}

/** As the shop keeps it. Orders name a method by its id: one that was given stays, a new one comes from the name. */
export function methodsOf(rows: readonly DeliveryRow[]): DeliveryMethod[] {
  const taken = new Set(rows.flatMap(({ id }) => id ?? []));
  return rows.map(({ id, name, price, freeFrom }) => ({ id: id ?? newId(name, taken), name: name.trim(), price: price ?? 0, freeFrom }));
}

function newId(name: string, taken: Set<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 36);
  const base = plain || 'way';
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
  taken.add(id);
  return id;
}
