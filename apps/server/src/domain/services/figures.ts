import type {
  Analytics,
  FigureFormula,
  HistoryQuery,
  History as HistoryView,
  RecommendationList,
  RecommendationQuery,
  ShowFigures,
  ShowFiguresQuery,
} from '@vitrine/protocol';
import type { Page } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';

export interface AnalyticsService {
  of(actor: Actor, streamId: string): Promise<Analytics>;
  /** The same as tables. */
  exportCsv(actor: Actor, streamId: string): Promise<AsyncIterable<string>>;
  /** Hears the figures when they have changed, at most every two seconds. `forbidden` unless the actor may run the show. */
  follow(actor: Actor, streamId: string, listener: (analytics: Analytics) => void): Promise<() => void>;
  /** Ended shows to compare, newest first: a host's own, all for admins. */
  list(actor: Actor, query: ShowFiguresQuery): Promise<Page<ShowFigures>>;
  /** How each figure is made, in words. */
  formulas(): readonly FigureFormula[];
}

export interface Recommendations {
  /** Shows for this person, the best first. Never private or unlisted ones; the same for everyone of whom nothing is known. */
  list(actor: Actor | null, query: RecommendationQuery): Promise<RecommendationList>;
}

export interface History {
  /** Shows that this person has watched or likes, the last seen first; private ones for the staff alone. */
  list(actor: Actor, query: HistoryQuery): Promise<HistoryView>;
}
