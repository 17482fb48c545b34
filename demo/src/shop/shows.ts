import type { HostName } from './people.ts';
import type { PieceName } from './pieces.ts';

/** A show of Maison Lumen. */
export interface ShowPlan {
  title: string;
  description: string;
  host: HostName;
  scene: 'ines-wide' | 'table' | 'jonas' | 'amara' | 'candles';
  tags: readonly string[];
  lineup: readonly PieceName[];
  /** Days from today; the evening's half past seven. The live one has none. */
  day: number;
}
/** A past show was broadcast: which of the committed clips its host sent. */
export interface PastPlan extends ShowPlan {
  clip: 'studio' | 'teapot';
}

export const LIVE: ShowPlan = {
  title: 'The Autumn Firing',
  description: 'Inès opens last night’s kiln. Eight pieces, and the prices hold while she is on.',
  host: 'ines',
  scene: 'ines-wide',
  tags: ['stoneware', 'studio'],
  lineup: ['vase', 'carafe', 'lamp', 'mug', 'teapot', 'tray', 'bowl', 'candle'],
  day: 0,
};
/** In the order in which they took place. */
export const PAST: readonly PastPlan[] = [
  {
    title: 'The Weight of a Teapot',
    description: 'Why a good pot is heavier than you think, and lighter than it looks.',
    host: 'jonas',
    scene: 'jonas',
    tags: ['tea', 'stoneware'],
    lineup: ['teapot', 'mug', 'tray'],
    day: -17,
    clip: 'teapot',
  },
  {
    title: 'Slow Mornings',
    description: 'Everything for the first hour of the day, and nothing for the second.',
    host: 'ines',
    scene: 'table',
    tags: ['table', 'stoneware'],
    lineup: ['mug', 'bowl', 'carafe'],
    day: -10,
    clip: 'studio',
  },
];
export const UPCOMING: readonly ShowPlan[] = [
  {
    title: 'Wool for the Long Nights',
    description: 'Throws from one flock, and the baskets they live in.',
    host: 'amara',
    scene: 'amara',
    tags: ['wool', 'willow'],
    lineup: ['throw', 'basket'],
    day: 4,
  },
  {
    title: 'A House Full of Candles',
    description: 'Léa pours, you choose the scent.',
    host: 'lea',
    scene: 'candles',
    tags: ['candle', 'light'],
    lineup: ['candle', 'lamp', 'poster'],
    day: 7,
  },
];
