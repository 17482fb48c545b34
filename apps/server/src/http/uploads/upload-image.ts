import { LIMITS, UploadedImage } from '@vitrine/protocol';
import type { RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, type RawRoute } from '../raw-route.ts';

const MULTIPART = 'multipart/form-data';
const FIELD = 'file';

const requireMultipart: RequestHandler = (request, _response, next) => {
  if (!request.is(MULTIPART)) throw new DomainError('unsupported_media_type', `Send the picture as ${MULTIPART}.`);
  next();
};

/** One file in memory: it is small, and nothing of it is kept as it came. */
const read = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: LIMITS.uploadBytes, files: 1, fields: 0, parts: 1, headerPairs: 20 },
}).single(FIELD);

const readFile: RequestHandler = (request, response, next) => {
  read(request, response, (error: unknown) => next(error === undefined || error === null ? undefined : refusal(error)));
};
function refusal(error: unknown): unknown {
  if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE')
    return new DomainError('too_large', `A picture has at most ${LIMITS.uploadBytes / 1024 / 1024} MB.`);
  // A body that ends early or has other parts: what the client sent, not what we did.
  return invalid(error instanceof MulterError ? error.message : 'The form could not be read.');
}
const invalid = (message: string): DomainError =>
  new DomainError('invalid', message, { fields: [{ path: FIELD, message: `one file, in the field “${FIELD}”` }] });

export const uploadImage: RawRoute = {
  method: 'post',
  path: '/uploads',
  page: {
    tags: ['Uploads'],
    operationId: 'postUploads',
    summary: 'Upload a picture of a product, a show or the shop. It is made anew as WebP, without what was hidden in the file',
    security: [{ session: [] }, { bearer: [] }],
    request: {
      body: {
        required: true,
        content: { [MULTIPART]: { schema: z.object({ [FIELD]: z.string().meta({ format: 'binary' }) }) } },
      },
    },
    responses: {
      201: { description: 'Where it is', content: { 'application/json': { schema: UploadedImage } } },
      ...problemsOf([
        'invalid',
        'unauthenticated',
        'forbidden',
        'bad_origin',
        'too_large',
        'unsupported_media_type',
        'rate_limited',
        'unavailable',
      ]),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    requireMultipart,
    // Before the body is read: nobody else fills our memory.
    (_request, response, next) => {
      deps.services.uploads.assertMayUpload(actorOf(response));
      next();
    },
    readFile,
    async (request, response) => {
      if (!request.file) throw invalid('There is no file in the form.');
      const image = UploadedImage.parse(await deps.services.uploads.take(actorOf(response), request.file.buffer));
      response.status(201).set('Location', image.url).json(image);
    },
  ],
};
