import { DeletedShowPage, PageQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listDeletedShows = operation({
  method: 'get',
  path: '/deleted-shows',
  tag: 'Livestreams',
  summary: 'Shows that were deleted, the last one first: all of them for admins, their own for hosts. Orders are still found by their ids',
  actor: 'required',
  query: PageQuery,
  status: 200,
  answer: DeletedShowPage,
  errors: ['forbidden'],
  handler: ({ services }, { query }, actor) => services.showDeletions.list(actor, query),
});
