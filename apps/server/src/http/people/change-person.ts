import { Id, Person, PersonPatch } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const changePerson = operation({
  method: 'patch',
  path: '/people/:id',
  tag: 'People',
  summary: 'Give an account another role; its sessions end',
  actor: 'required',
  params: z.strictObject({ id: Id }),
  body: PersonPatch,
  status: 200,
  answer: Person,
  errors: ['not_found', 'last_admin'],
  handler: ({ services }, { params, body }, actor) => services.people.change(actor, params.id, body),
});
