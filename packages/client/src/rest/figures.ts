import type { FormulaList, History, RecommendationList, ShowFigures } from '@vitrine/protocol';
import type { CallOptions, ListPage, Request } from './call.ts';

/** Figures beyond those of one show, and what is recommended by them. */
export function figureCalls(request: Request) {
  return {
    /** How each figure is made, in words. */
    figureFormulas: (call: CallOptions = {}) => request<FormulaList>('GET', '/analytics/formulas', call),
    /** Ended shows with their main figures, newest first. */
    showFigures: (query: { cursor?: string; limit?: number } = {}, call: CallOptions = {}) =>
      request<ListPage<ShowFigures>>('GET', '/analytics/livestreams', { ...call, query }),
    /** The figures of a show as CSV, tables one below the other. */
    exportAnalytics: (id: string, call: CallOptions = {}) =>
      request<string>('GET', `/livestreams/${encodeURIComponent(id)}/analytics.csv`, { ...call, answer: 'text' }),
    /** The shows that one has watched or likes, the last seen first. */
    history: (query: { limit?: number; cursor?: number } = {}, call: CallOptions = {}) =>
      request<History>('GET', '/history', { ...call, query }),
    recommendations: (query: { limit?: number } = {}, call: CallOptions = {}) =>
      request<RecommendationList>('GET', '/recommendations', { ...call, query }),
  };
}
