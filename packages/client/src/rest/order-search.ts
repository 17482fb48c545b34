import type { OrderQuery } from '@vitrine/protocol';

export type OrderSearch = Partial<Omit<OrderQuery, 'cursor' | 'limit' | 'scope'>>;
/** Several states go in one, with commas between. */
export const searchOf = <Search extends OrderSearch>({ state, ...rest }: Search) => ({ ...rest, state: state?.join(',') });
