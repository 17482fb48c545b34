import { z } from 'zod';
import { FigureFormula, ShowFigures } from '../entities/analytics.ts';
import { LIMITS } from '../limits.ts';
import { PageQuery, page } from '../primitives.ts';

export const FormulaList = z.object({ items: z.array(FigureFormula) });
export type FormulaList = z.infer<typeof FormulaList>;

/** Ended shows, newest first: a host's own, every show for admins. */
export const ShowFiguresQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(LIMITS.comparedShows).default(20),
});
export type ShowFiguresQuery = z.output<typeof ShowFiguresQuery>;
export const ShowFiguresPage = page(ShowFigures);
