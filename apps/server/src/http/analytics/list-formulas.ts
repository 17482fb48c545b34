import { FormulaList } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listFormulas = operation({
  method: 'get',
  path: '/analytics/formulas',
  tag: 'Analytics',
  summary: 'How each figure is made, in words',
  actor: 'optional',
  status: 200,
  answer: FormulaList,
  handler: async ({ services }) => ({ items: [...services.analytics.formulas()] }),
});
