import type {
  Analytics,
  AuditEntry,
  Ban,
  Invitation,
  LivestreamDetail,
  Order,
  Person,
  Product,
  Report,
  Role,
  SessionAnswer,
  ShopSettings,
  ShowFigures,
  SystemReport,
  WebhookEndpoint,
} from '@vitrine/protocol';

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

export const anOrder = (given: Partial<Order> = {}): Order => ({
  _id: 'f'.repeat(24),
  number: 'L-1001',
  streamId: 'a'.repeat(24),
  buyerId: '1'.repeat(24),
  contact: { name: 'Amir Haddad', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' },
  lines: [
    {
      productId: 'd'.repeat(24),
      variantId: 'e'.repeat(24),
      title: 'Dune vase',
      variantName: '',
      image: null,
      unitPrice: 6_800,
      quantity: 2,
      taxPercent: 21,
    },
  ],
  currency: 'EUR',
  delivery: null,
  total: 13_600,
  taxes: [],
  state: 'paid',
  payment: { provider: 'manual', url: null },
  payBefore: null,
  history: [{ state: 'paid', at: AT }],
  createdAt: AT,
  updatedAt: AT,
  ...given,
});

export const aPerson = (given: Partial<Person> = {}): Person => ({
  _id: '2'.repeat(24),
  name: 'Noor Haddad',
  email: 'noor@lumen.test',
  role: 'host',
  createdAt: AT,
  ...given,
});

export const anInvitation = (given: Partial<Invitation> = {}): Invitation => ({
  _id: '3'.repeat(24),
  email: 'tomas@lumen.test',
  role: 'moderator',
  createdAt: AT,
  expiresAt: AT,
  ...given,
});

export const aReport = (given: Partial<Report> = {}): Report => ({
  _id: '4'.repeat(24),
  streamId: 'a'.repeat(24),
  offset: 7,
  viewerId: '5'.repeat(24),
  username: 'loud_one',
  message: 'Buy my coins',
  reporterId: '1'.repeat(24),
  reason: 'Advertising',
  state: 'open',
  resolvedBy: null,
  createdAt: AT,
  ...given,
});

export const aBan = (given: Partial<Ban> = {}): Ban => ({
  _id: '6'.repeat(24),
  streamId: null,
  subjectId: '5'.repeat(24),
  subjectName: 'loud_one',
  reason: 'Advertising',
  by: 'c'.repeat(24),
  until: null,
  createdAt: AT,
  ...given,
});

export const anEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  _id: '7'.repeat(24),
  at: AT,
  actorId: 'c'.repeat(24),
  actorName: 'Inès',
  action: 'order.refund',
  streamId: null,
  target: 'L-1001',
  details: {},
  ...given,
});

export const someSettings = (given: Partial<ShopSettings> = {}): ShopSettings => ({
  name: 'Lumen',
  logoUrl: null,
  accentColor: null,
  currency: 'EUR',
  taxRates: [{ name: 'Standard', percent: 21 }],
  deliveryMethods: [],
  blockedWords: [],
  embedOrigins: [],
  payWithinMinutes: 30,
  ...given,
});

export const aSystem = (given: Partial<SystemReport> = {}): SystemReport => ({
  version: '1.0.0',
  storage: 'sqlite',
  backplane: 'local',
  video: 'sfu',
  nodes: 1,
  warnings: [],
  ...given,
});

export const aWebhook = (given: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  _id: '8'.repeat(24),
  url: 'https://erp.example/hook',
  events: ['order.paid'],
  isActive: true,
  createdAt: AT,
  ...given,
});

/** Figures of a show in which nothing happened. */
export const noAnalytics = (given: Partial<Analytics> = {}): Analytics => ({
  streamId: 'a'.repeat(24),
  secondsOnAir: 180,
  viewers: { now: 0, peak: 0, average: 0, unique: 0, averageWatchTime: 0 },
  retention: [],
  likes: 0,
  chatMessages: 0,
  chatRate: 0,
  questions: 0,
  announcements: 0,
  engagementRate: 0,
  orders: { count: 0, revenue: 0, currency: 'EUR', average: 0, conversion: 0 },
  clicks: { impressions: 0, clicks: 0, clickThrough: 0 },
  funnel: { watched: 0, sawProduct: 0, clicked: 0, bought: 0 },
  products: [],
  pins: [],
  minutes: [],
  ...given,
});
