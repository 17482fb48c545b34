/** At most so many hearts on screen. */
export const MAX_HEARTS = 12;

export interface RisingHeart {
  id: number;
  style: Record<string, string>;
}

const COLOURS = ['#ff5263', '#ffd54a', '#ff8a94', '#ff5263', '#ffb1b8'] as const;

/** The next hearts, each a little different in size, sway and start; the same for the same number, so that pictures repeat. */
export function heartsFor(count: number, from: number): RisingHeart[] {
  return Array.from({ length: Math.max(0, Math.min(count, MAX_HEARTS)) }, (_, index) => {
    const id = from + index;
    const size = 22 + ((id * 7) % 11);
    const sway = 10 + ((id * 5) % 17);
    const side = id % 2 === 0 ? 1 : -1;
    return {
      id,
      style: {
        width: `${size}px`,
        height: `${size}px`,
        fill: COLOURS[id % COLOURS.length] ?? COLOURS[0],
        animationDelay: `${index * 120}ms`,
        '--sway-1': `${side * 6}px`,
        '--sway-2': `${-side * sway}px`,
        '--turn': `${side * (6 + (id % 3) * 4)}deg`,
      },
    };
  });
}
