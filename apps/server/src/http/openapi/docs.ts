import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router } from 'express';
import { methodNotAllowed } from '../error-edge.ts';

const DAY = 86_400;
/** What the page needs of Swagger UI's own folder; nothing else in it is served. */
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Vitrine: the API</title>
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <main id="swagger-ui"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
// A file of its own: the content security policy runs no script that stands in a page. No validator: it would be asked outside.
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
});
`;

/** GET /docs: the API to read and to try, all of it from here. */
export function docsRoutes(): Router {
  const router = Router({ caseSensitive: true });
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  router
    .route('/docs')
    .get((_request, response) => void response.set('Cache-Control', 'no-cache').type('html').send(PAGE))
    .all(methodNotAllowed(['get']));
  router
    .route('/docs/start.js')
    .get((_request, response) => void response.set('Cache-Control', 'no-cache').type('js').send(START))
    .all(methodNotAllowed(['get']));
  for (const file of FILES)
    router
      .route(`/docs/${file}`)
      .get((_request, response) => response.sendFile(join(folder, file), { maxAge: DAY * 1000, dotfiles: 'allow' }))
      .all(methodNotAllowed(['get']));
  return router;
}
