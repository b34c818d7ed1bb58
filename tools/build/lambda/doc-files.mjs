// The document of the API and Swagger UI, as files of the function: what `apps/api/src/document/serve-doc-files.ts` serves.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>TWL Data Pipeline API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  validatorUrl: null,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
`;

/** Paths in the package and their bytes. */
export const docFiles = (root) => {
  const ui = dirname(createRequire(join(root, 'package.json')).resolve('swagger-ui-dist/package.json'));
  const copied = ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE'].map((name) => [`docs/${name}`, readFileSync(join(ui, name))]);
  return [
    ['docs/openapi.json', readFileSync(join(root, 'docs/openapi.json'))],
    ['docs/index.html', Buffer.from(page)],
    ['docs/start.js', Buffer.from(start)],
    ...copied,
  ];
};
