import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { notBuiltPage } from './not-built-page';
import { notFoundPage } from './not-found-page';

const hashed = /-[\w-]{8}\.\w+$/;

/** Serves the files of the built dashboard, and its page at each of its paths. */
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
    else if (isLostBrowser(request)) response.status(404).type('html').send(notFoundPage);
    else next();
  });
}

/** A file with a hash in its name never changes. */
function cacheControlOf(path: string): string {
  return hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** First segments of the dashboard's paths. */
export const dashboardPaths: readonly string[] = ['', 'records', 'runs', 'failures', 'alerts', 'sign-in', 'signed-in'];

/** Returns true for a dashboard path if the client accepts HTML. A path that looks like a file is a page too, because ids may have dots. */
function isPage({ method, path, headers: { accept = '*/*' } }: Request): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  const [, first = ''] = path.split('/', 2);
  return reads && dashboardPaths.includes(first) && /text\/html|\*\/\*/.test(accept);
}

/** Returns true if a browser requests an unknown path outside the API. Other clients get a problem. */
function isLostBrowser({ method, path, headers: { accept = '' } }: Request): boolean {
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
