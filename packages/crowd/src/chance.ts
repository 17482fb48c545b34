/** 0 to 1, as `Math.random`. Tests give a series of their own. */
export type Random = () => number;

/** One of these; undefined when there are none. */
export const oneOf = <Item>(random: Random, items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];

/** One of these by their weights, which need not sum to anything. */
export function weighted<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  const entries = Object.entries(weights) as [Name, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return (entries.at(-1) as [Name, number])[0];
}

/** Until the next of events that come independently of each other, so many a minute. In ms. */
export const pause = (random: Random, perMinute: number): number => (-Math.log(1 - random()) * 60_000) / perMinute;
