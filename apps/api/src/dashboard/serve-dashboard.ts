import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { notBuiltPage } from './not-built-page';
import { notFoundPage } from './not-found-page';

const hashed = /-[\w-]{8}\.\w+$/;

/** Serves the built dashboard, and its page for every path of its own. */
export function serveDashboard(app: NestExpressApplication, folder: string | undefined): void {
  if (folder !== undefined) {
    app.useStaticAssets(folder, {
      index: false,
      redirect: false,
      setHeaders: (response: Response, path: string) => void response.setHeader('cache-control', cacheControlOf(path)),
    });
  }
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (isPage(request)) sendPage(response, next, folder);
    else if (isPersonLost(request)) response.status(404).type('html').send(notFoundPage);
    else next();
  });
}

/** A file with a hash in its name never changes. */
function cacheControlOf(path: string): string {
  return hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** The first parts of the dashboard's own paths; everything else is nobody's. */
export const dashboardPaths: readonly string[] = ['', 'records', 'runs', 'failures'];

/** Clients that take HTML get the page. Ids may have dots, so what looks like a file under a path of the dashboard is a page too. */
function isPage({ method, path, headers: { accept = '*/*' } }: Request): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  const [, first = ''] = path.split('/', 2);
  return reads && dashboardPaths.includes(first) && /text\/html|\*\/\*/.test(accept);
}

/** A browser that was sent to a path of nobody; the API answers its own paths, and programs, with problems. */
function isPersonLost({ method, path, headers: { accept = '' } }: Request): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  return reads && path !== '/api' && !path.startsWith('/api/') && accept.includes('text/html');
}

function sendPage(response: Response, next: NextFunction, folder: string | undefined): void {
  response.setHeader('cache-control', 'no-cache');
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) {
    response.status(404).type('html').send(notBuiltPage);
    return;
  }
  response.sendFile('index.html', { root: folder }, (error?: Error) => {
    if (error && !response.headersSent) next(error);
  });
}
