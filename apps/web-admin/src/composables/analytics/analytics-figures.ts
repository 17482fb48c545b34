import type { Analytics } from '@vitrine/protocol';
import { formatCount, formatMoney } from '@vitrine/web-kit';
import { text } from '../../text/en.ts';
import { difference, type FigureKind, formatFigure } from './analytics-words.ts';

/** A figure as the page shows it; `figure` is its place in `Analytics`, which its formula goes by. */
export interface ShownFigure {
  figure: string;
  caption: string;
  value: string;
  note: string;
  /** Against the compared show; empty without one. */
  change: string;
  isRise: boolean;
}
interface Reading {
  figure: string;
  caption: string;
  kind: FigureKind;
  of: (analytics: Analytics) => number;
  note?: (analytics: Analytics) => string;
}
const words = text.analytics;
const HEADLINES: readonly Reading[] = [
  {
    figure: 'orders.revenue',
    caption: words.revenue,
    kind: 'money',
    of: ({ orders }) => orders.revenue,
    note: ({ orders }) => (orders.count > 0 ? words.anOrder(formatMoney(orders.average, orders.currency)) : words.noOrder),
  },
  {
    figure: 'orders.count',
    caption: words.orders,
    kind: 'count',
    of: ({ orders }) => orders.count,
    note: ({ secondsOnAir }) => words.inMinutes(Math.max(1, Math.round(secondsOnAir / 60))),
  },
  {
    figure: 'orders.conversion',
    caption: words.conversion,
    kind: 'share',
    of: ({ orders }) => orders.conversion,
    note: ({ funnel }) => words.bought(formatCount(funnel.bought), formatCount(funnel.watched)),
  },
  { figure: 'viewers.unique', caption: words.viewers, kind: 'count', of: ({ viewers }) => viewers.unique, note: () => words.distinct },
  {
    figure: 'viewers.averageWatchTime',
    caption: words.watchTime,
    kind: 'time',
    of: ({ viewers }) => viewers.averageWatchTime,
    note: () => words.perViewer,
  },
  {
    figure: 'engagementRate',
    caption: words.engaged,
    kind: 'share',
    of: ({ engagementRate }) => engagementRate,
    note: () => words.didMore,
  },
];
const NOW: Reading = { figure: 'viewers.now', caption: words.now, kind: 'count', of: ({ viewers }) => viewers.now };
const MORE: readonly Reading[] = [
  { figure: 'viewers.peak', caption: words.peak, kind: 'count', of: ({ viewers }) => viewers.peak },
  { figure: 'viewers.average', caption: words.average, kind: 'rate', of: ({ viewers }) => viewers.average },
  { figure: 'likes', caption: words.likes, kind: 'count', of: ({ likes }) => likes },
  { figure: 'chatMessages', caption: words.messages, kind: 'count', of: ({ chatMessages }) => chatMessages },
  { figure: 'chatRate', caption: words.chatRate, kind: 'rate', of: ({ chatRate }) => chatRate },
  { figure: 'questions', caption: words.questions, kind: 'count', of: ({ questions }) => questions },
  { figure: 'announcements', caption: words.announcements, kind: 'count', of: ({ announcements }) => announcements },
  { figure: 'clicks.impressions', caption: words.impressions, kind: 'count', of: ({ clicks }) => clicks.impressions },
  { figure: 'clicks.clicks', caption: words.clicks, kind: 'count', of: ({ clicks }) => clicks.clicks },
  { figure: 'clicks.clickThrough', caption: words.clickThrough, kind: 'share', of: ({ clicks }) => clicks.clickThrough },
  { figure: 'orders.average', caption: words.averageOrder, kind: 'money', of: ({ orders }) => orders.average },
  { figure: 'secondsOnAir', caption: words.onAir, kind: 'time', of: ({ secondsOnAir }) => secondsOnAir },
];

const shown = (readings: readonly Reading[], analytics: Analytics, other: Analytics | undefined): ShownFigure[] =>
  readings.map(({ figure, caption, kind, of, note }) => {
    const value = of(analytics);
    // Money of two currencies is not to be compared.
    const before = other && (kind !== 'money' || other.orders.currency === analytics.orders.currency) ? of(other) : undefined;
    return {
      figure,
      caption,
      value: formatFigure(kind, value, analytics.orders.currency),
      note: note?.(analytics) ?? '',
      change: before === undefined ? '' : difference(kind, value, before),
      isRise: before !== undefined && value > before,
    };
  });
/** The six that say how a show went. */
export const headlines = (analytics: Analytics, other?: Analytics): ShownFigure[] => shown(HEADLINES, analytics, other);
/** What else was counted; who watches at this moment while it is on air, for which nothing else can stand in. */
export const moreFigures = (analytics: Analytics, isOnAir: boolean, other?: Analytics): ShownFigure[] => [
  ...(isOnAir ? shown([NOW], analytics, undefined) : []),
  ...shown(MORE, analytics, other),
];
