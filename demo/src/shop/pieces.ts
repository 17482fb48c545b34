/** A product of Maison Lumen, with its price in the live show. Prices are in cents. */
export interface Piece {
  title: string;
  description: string;
  pictures: readonly string[];
  tags: readonly string[];
  price: number;
  /** null: it costs in the show what it costs every day. */
  showPrice: number | null;
  /** Its sizes or colours with their stock; a piece without any has one, unnamed. */
  stock: number | Readonly<Record<string, number>>;
}

export const PIECES = {
  vase: {
    title: 'Dune vase',
    description: 'Stoneware, 24 cm, glazed inside and out. Holds water. No two drips are alike.',
    pictures: ['vase', 'vase-detail', 'vase-foot'],
    tags: ['stoneware', 'vase'],
    price: 8_400,
    showPrice: 6_800,
    stock: { Ash: 14, Bone: 9, Iron: 11 },
  },
  carafe: {
    title: 'Reed carafe',
    description: 'A litre of water, a narrow neck, a lip that does not drip.',
    pictures: ['carafe'],
    tags: ['glass', 'table'],
    price: 5_200,
    showPrice: 4_400,
    stock: 60,
  },
  lamp: {
    title: 'Halo lamp',
    description: 'Porcelain shade, brass stem, two metres of linen cord. Dims to a glow.',
    pictures: ['lamp'],
    tags: ['porcelain', 'light'],
    price: 18_900,
    showPrice: 15_900,
    stock: 18,
  },
  mug: {
    title: 'Morning mug',
    description: 'A third of a litre, and a handle for three fingers. Dishwasher and microwave are fine.',
    pictures: ['mug'],
    tags: ['stoneware', 'table'],
    price: 2_400,
    showPrice: 1_900,
    stock: { Oat: 64, Tide: 58, Iron: 52 },
  },
  teapot: {
    title: 'Noon teapot',
    description: 'Pours for four. The strainer is part of the spout.',
    pictures: ['teapot'],
    tags: ['stoneware', 'tea'],
    price: 7_600,
    showPrice: 6_400,
    stock: 34,
  },
  tray: {
    title: 'Oak tray',
    description: 'One board of oak, oiled, with room for a pot and two mugs.',
    pictures: ['tray'],
    tags: ['wood', 'table'],
    price: 5_800,
    showPrice: null,
    stock: 28,
  },
  bowl: {
    title: 'Pebble bowl',
    description: 'Fits two hands. Soup, berries, keys.',
    pictures: ['bowl'],
    tags: ['stoneware', 'table'],
    price: 3_800,
    showPrice: 3_200,
    stock: 12,
  },
  candle: {
    title: 'Fig & smoke candle',
    description: 'Beeswax and soy, forty hours. Poured in the studio.',
    pictures: ['candle'],
    tags: ['candle'],
    price: 2_900,
    showPrice: 2_500,
    stock: 75,
  },
  throw: {
    title: 'Fold throw',
    description: 'Lambswool from one flock, undyed. 130 by 180.',
    pictures: ['throw'],
    tags: ['wool'],
    price: 12_900,
    showPrice: null,
    stock: 22,
  },
  basket: {
    title: 'Willow basket',
    description: 'Woven wet, dried slowly, carries firewood.',
    pictures: ['basket'],
    tags: ['willow'],
    price: 6_900,
    showPrice: null,
    stock: 16,
  },
  soap: {
    title: 'Laurel soap',
    description: 'Olive and laurel oil, aged for nine months.',
    pictures: ['soap'],
    tags: ['bath'],
    price: 1_200,
    showPrice: null,
    stock: 140,
  },
  poster: {
    title: 'Studio poster',
    description: 'Two colours, printed by hand, signed. 50 by 70.',
    pictures: ['poster'],
    tags: ['print'],
    price: 3_400,
    showPrice: null,
    stock: 40,
  },
} satisfies Record<string, Piece>;
export type PieceName = keyof typeof PIECES;
