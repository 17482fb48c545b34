import { Ban, BanInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const ban = operation({
  method: 'post',
  path: '/moderation/bans',
  tag: 'Moderation',
  summary: 'Ban somebody from a show or from the whole shop; with `minutes` only from writing, for so long',
  actor: 'required',
  body: BanInput,
  status: 201,
  answer: Ban,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { body }, actor) => services.bans.ban(actor, body),
});
