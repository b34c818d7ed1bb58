import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** Files and content types by path below `/api`. */
const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/openapi.json': { file: 'openapi.json', type: 'application/json' },
  '/docs': { file: 'index.html', type: 'text/html' },
  '/docs/start.js': { file: 'start.js', type: 'text/javascript' },
  '/docs/swagger-ui.css': { file: 'swagger-ui.css', type: 'text/css' },
  '/docs/swagger-ui-bundle.js': { file: 'swagger-ui-bundle.js', type: 'text/javascript' },
};

/** Serves the document and Swagger UI from packaged files, so that a Lambda function does not build the document at each start. */
export const serveDocFiles = (app: NestExpressApplication, folder: string): void => {
  app.use('/api', (request: Request, response: Response, next: NextFunction) => {
    const found = Object.hasOwn(files, request.path) ? files[request.path] : undefined;
    if (!found || !['GET', 'HEAD'].includes(request.method)) return next();
    readFile(join(folder, found.file), 'utf8').then((text) => void response.type(found.type).send(text), next);
  });
};
