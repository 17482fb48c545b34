import { Captions } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { CAPTIONS_CACHING, CaptionsParams } from './captions-params.ts';

export const getCaptions = operation({
  method: 'get',
  path: '/livestreams/:id/replay/captions/:language',
  tag: 'Replays',
  summary: 'What was said in a past show, in writing: the cues of one language, on the replay’s own clock',
  actor: 'optional',
  params: CaptionsParams,
  status: 200,
  answer: Captions,
  errors: ['not_found'],
  async handler({ services, header }, { params }, actor) {
    const { captions, version } = await services.captions.get(actor, params.id, params.language);
    header('Cache-Control', CAPTIONS_CACHING);
    header('ETag', `"${version}"`);
    return captions;
  },
});
