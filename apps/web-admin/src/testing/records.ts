import type { LivestreamDetail, Product, Role, SessionAnswer, ShowFigures } from '@vitrine/protocol';

/** Records as the server gives them, for tests: what a test is about is named, the rest is plain. */
const AT = '2026-11-20T12:00:00.000Z';

/** Somebody signed in. */
export const aSession = (role: Role = 'admin'): SessionAnswer => ({
  account: { _id: 'c'.repeat(24), role, name: 'Inès' },
  needsSetup: false,
  shop: { name: 'Lumen', currency: 'EUR', logoUrl: null },
});

export const aShow = (given: Partial<LivestreamDetail> = {}): LivestreamDetail => ({
  _id: 'a'.repeat(24),
  title: 'The Autumn Firing',
  description: '',
  createdBy: 'c'.repeat(24),
  hostName: 'Inès',
  startTime: null,
  endTime: null,
  duration: 0,
  isActive: false,
  status: 'scheduled',
  scheduledFor: null,
  streamUrl: '/watch/a',
  thumbnailUrl: null,
  recordingUrl: null,
  recording: null,
  quality: '720p',
  visibility: 'public',
  tags: [],
  settings: { slowMode: 0, chatMode: 'everyone', links: 'hold', blockedWords: [], questions: true, recording: true },
  viewerCount: 0,
  totalViewers: 0,
  peakViewers: 0,
  likes: 0,
  likedBy: [],
  chatMessages: [],
  lineup: [],
  pinnedProducts: [],
  pinnedMessage: null,
  guests: [],
  hostAwaySince: null,
  engagementRate: 0,
  createdAt: AT,
  updatedAt: AT,
  products: [],
  ...given,
});

export const aProduct = (given: Partial<Product> = {}): Product => ({
  _id: 'd'.repeat(24),
  title: 'Dune vase',
  description: '',
  images: [],
  tags: [],
  currency: 'EUR',
  variants: [{ id: 'e'.repeat(24), name: '', price: 6_800, compareAtPrice: null, stock: given.stock ?? 3 }],
  taxRate: null,
  price: 6_800,
  stock: 3,
  archived: false,
  createdAt: AT,
  updatedAt: AT,
  ...given,
});

export const someFigures = (given: Partial<ShowFigures> = {}): ShowFigures => ({
  streamId: 'b'.repeat(24),
  title: 'Slow Mornings',
  hostName: 'Inès',
  status: 'ended',
  startTime: '2026-11-13T19:30:00.000Z',
  secondsOnAir: 120,
  uniqueViewers: 5,
  peakViewers: 5,
  averageWatchTime: 60,
  likes: 1,
  chatMessages: 2,
  engagementRate: 0.5,
  orders: 2,
  revenue: 10_200,
  currency: 'EUR',
  conversion: 0.2,
  ...given,
});
