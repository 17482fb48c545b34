import type {
  AuditRecord,
  BanRecord,
  HeldMessageRecord,
  JobRecord,
  OneTimeTokenRecord,
  PushSubscriptionRecord,
  QuestionRecord,
  ReportRecord,
  WebhookEndpointRecord,
} from '../../../ports/storage.ts';
import { AT, id } from './samples.ts';

/** The stream that these records belong to. */
export const SHOW = id(9);

export const oneTimeToken = (tokenHash: string, changes: Partial<OneTimeTokenRecord> = {}): OneTimeTokenRecord => ({
  tokenHash,
  purpose: 'invitation',
  email: 'new@shop.example',
  role: 'moderator',
  userId: null,
  createdBy: id(1),
  createdAt: AT,
  expiresAt: AT + 60_000,
  ...changes,
});
export const pushSubscription = (n: number, changes: Partial<PushSubscriptionRecord> = {}): PushSubscriptionRecord => ({
  _id: `address ${n}`,
  subjectId: id(2),
  kind: 'web',
  address: `https://push.example/${n}`,
  keys: { p256dh: 'key', auth: 'secret' },
  createdAt: AT + n,
  ...changes,
});
export const ban = (n: number, changes: Partial<BanRecord> = {}): BanRecord => ({
  _id: id(n),
  streamId: SHOW,
  subjectId: id(1000 + n),
  subjectName: 'Mira',
  reason: 'Spam',
  by: id(1),
  until: null,
  createdAt: AT + n,
  ...changes,
});
export const heldMessage = (n: number, changes: Partial<HeldMessageRecord> = {}): HeldMessageRecord => ({
  _id: id(n),
  streamId: SHOW,
  key: `${id(7)}:${n}`,
  actorId: id(7),
  username: 'Mira',
  message: `see https://elsewhere.example/${n}`,
  isAdmin: false,
  reason: 'link',
  createdAt: AT + n,
  ...changes,
});
export const report = (n: number, changes: Partial<ReportRecord> = {}): ReportRecord => ({
  _id: id(n),
  streamId: SHOW,
  offset: n,
  username: 'Rude',
  message: 'Something rude',
  subjectId: id(7),
  reporterId: id(8),
  reason: 'Rude',
  state: 'open',
  resolvedBy: null,
  createdAt: AT + n,
  ...changes,
});
export const question = (n: number, changes: Partial<QuestionRecord> = {}): QuestionRecord => ({
  _id: id(n),
  streamId: SHOW,
  askerId: id(7),
  askerName: 'Mira',
  text: `Question ${n}?`,
  productId: null,
  upvotes: 0,
  state: 'open',
  answer: null,
  createdAt: AT + n,
  ...changes,
});
export const auditRecord = (n: number, changes: Partial<AuditRecord> = {}): AuditRecord => ({
  _id: id(n),
  at: AT + n,
  actorId: id(1),
  actorName: 'Noor',
  action: 'chat.delete',
  streamId: SHOW,
  target: 'Mira',
  details: { offset: n, reason: null, final: true },
  ...changes,
});
export const job = (n: number, changes: Partial<JobRecord> = {}): JobRecord => ({
  _id: id(n),
  kind: 'mail',
  key: `mail:${n}`,
  payload: '{}',
  target: 'mira@mail.example',
  state: 'due',
  attempts: 0,
  dueAt: AT + n,
  lastResult: null,
  createdAt: AT + n,
  updatedAt: AT + n,
  ...changes,
});
export const webhookEndpoint = (n: number, changes: Partial<WebhookEndpointRecord> = {}): WebhookEndpointRecord => ({
  _id: id(n),
  url: `https://hooks.example/${n}`,
  secret: 'secret',
  events: ['order.placed'],
  isActive: true,
  createdAt: AT + n,
  ...changes,
});
