import { Livestream, LivestreamInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const createLivestream = operation({
  method: 'post',
  path: '/livestreams',
  tag: 'Livestreams',
  summary: 'Create a show',
  actor: 'required',
  body: LivestreamInput,
  status: 201,
  answer: Livestream,
  errors: ['forbidden'],
  async handler(context, { body }, actor) {
    const livestream = await context.services.livestreams.create(actor, body);
    context.header('Location', `/livestreams/${livestream._id}`);
    return livestream;
  },
});
