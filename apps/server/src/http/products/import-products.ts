import { LIMITS, ProductImport } from '@vitrine/protocol';
import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, type RawRoute } from '../raw-route.ts';

const CSV = 'text/csv';

const requireCsv: RequestHandler = (request, _response, next) => {
  if (!request.is(CSV)) throw new DomainError('unsupported_media_type', 'Send CSV, with Content-Type: text/csv.');
  next();
};
/** @throws DomainError `invalid`: a spreadsheet's own encoding would make other letters of it. */
function decoded(body: unknown): string {
  if (!Buffer.isBuffer(body)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new DomainError('invalid', 'The file is not UTF-8. Save it as “CSV UTF-8”.', {
      fields: [{ path: 'line 1', message: 'not UTF-8' }],
    });
  }
}

export const importProducts: RawRoute = {
  method: 'post',
  path: '/products.csv',
  page: {
    tags: ['Products'],
    operationId: 'postProductsCsv',
    summary: 'Bring a file of products into the catalogue: all of it, or nothing when a line is wrong (`errors` names the lines)',
    security: [{ session: [] }, { bearer: [] }],
    request: { body: { required: true, content: { [CSV]: { schema: z.string() } } } },
    responses: {
      200: { description: 'What has become of it', content: { 'application/json': { schema: ProductImport } } },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden', 'bad_origin', 'too_large', 'unsupported_media_type', 'rate_limited']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    requireCsv,
    express.raw({ limit: LIMITS.importBytes, type: () => true }),
    async (request, response) => {
      response.json(ProductImport.parse(await deps.services.catalogue.importCsv(actorOf(response), decoded(request.body))));
    },
  ],
};
