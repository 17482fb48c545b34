import { EntryAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { MessageParams } from './params.ts';

export const deleteMessage = operation({
  method: 'delete',
  path: '/livestreams/:id/chat/:offset',
  tag: 'Moderation',
  summary: 'Delete a message: its name and text are emptied everywhere before the deletion is told',
  actor: 'required',
  params: MessageParams,
  status: 200,
  answer: EntryAnswer,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.moderation.deleteMessage(actor, params.id, params.offset),
});
