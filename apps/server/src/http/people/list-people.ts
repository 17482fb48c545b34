import { PersonPage, PersonQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listPeople = operation({
  method: 'get',
  path: '/people',
  tag: 'People',
  summary: 'Accounts of the shop, newest first, for admins',
  actor: 'required',
  query: PersonQuery,
  status: 200,
  answer: PersonPage,
  handler: ({ services }, { query }, actor) => services.people.list(actor, query),
});
