import { CaptionTrack, LIMITS } from '@vitrine/protocol';
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { identify } from '../identify.ts';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, parsed, type RawRoute } from '../raw-route.ts';
import { CAPTIONS_CACHING, CAPTIONS_FILE, CaptionsParams } from './captions-params.ts';

const WEBVTT = 'text/vtt';
/** What browsers and tools call the two kinds of file. */
const TYPES = [WEBVTT, 'application/x-subrip', 'text/plain'];
const text = { schema: z.string() };

const requireCaptions: RequestHandler = (request, _response, next) => {
  if (!request.is(TYPES)) throw new DomainError('unsupported_media_type', `Send captions, with Content-Type: ${WEBVTT}.`);
  next();
};

export const getCaptionsFile: RawRoute = {
  method: 'get',
  path: CAPTIONS_FILE,
  page: {
    tags: ['Replays'],
    operationId: 'getLivestreamCaptionsFile',
    summary: 'The captions of a replay in one language, as a WebVTT file',
    security: [{}, { session: [] }, { bearer: [] }],
    request: { params: CaptionsParams },
    responses: {
      200: { description: 'The file', content: { [WEBVTT]: text } },
      ...problemsOf(['invalid', 'not_found']),
    },
  },
  handlers: ({ config, services }) => [
    async (request, response) => {
      const { id, language } = parsed(CaptionsParams, { ...request.params });
      const file = await services.captions.file(await identify(request, config, services.accounts), id, language);
      response.set({ 'Cache-Control': CAPTIONS_CACHING, 'Content-Type': `${WEBVTT}; charset=utf-8` }).send(file);
    },
  ],
};

export const putCaptionsFile: RawRoute = {
  method: 'put',
  path: CAPTIONS_FILE,
  page: {
    tags: ['Replays'],
    operationId: 'putLivestreamCaptionsFile',
    summary:
      'Put captions in one language to a replay, in place of those that were there: WebVTT or SubRip (`errors` names the wrong lines)',
    security: [{ session: [] }, { bearer: [] }],
    request: {
      params: CaptionsParams,
      body: { required: true, content: Object.fromEntries(TYPES.map((type) => [type, text])) },
    },
    responses: {
      200: { description: 'What has become of it', content: { 'application/json': { schema: CaptionTrack } } },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden', 'bad_origin', 'not_found', 'conflict']),
      ...problemsOf(['too_large', 'unsupported_media_type', 'rate_limited']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    requireCaptions,
    express.raw({ limit: LIMITS.captionsBytes, type: () => true }),
    async (request, response) => {
      const { id, language } = parsed(CaptionsParams, { ...request.params });
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      response.json(CaptionTrack.parse(await deps.services.captions.put(actorOf(response), id, language, file)));
    },
  ],
};

export const deleteCaptionsFile: RawRoute = {
  method: 'delete',
  path: CAPTIONS_FILE,
  page: {
    tags: ['Replays'],
    operationId: 'deleteLivestreamCaptionsFile',
    summary: 'Take the captions in one language from a replay',
    security: [{ session: [] }, { bearer: [] }],
    request: { params: CaptionsParams },
    responses: {
      204: { description: 'They are gone' },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden', 'bad_origin', 'not_found', 'rate_limited']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    async (request, response) => {
      const { id, language } = parsed(CaptionsParams, { ...request.params });
      await deps.services.captions.remove(actorOf(response), id, language);
      response.status(204).end();
    },
  ],
};
