import type { NestExpressApplication } from '@nestjs/platform-express';
import type { MetricsText } from '@twl/runtime';
import type { Request, Response } from 'express';
import { signInRequired, sourceNotAllowed } from '../access/access-problems';
import { Callers } from '../access/callers';

/** Serves the metrics at `/metrics` to those who may read everything. */
export function serveMetrics(app: NestExpressApplication, { contentType, text }: MetricsText): void {
  app.use('/metrics', (request: Request, response: Response, next: (error?: unknown) => void) => {
    if (request.path !== '/' || !['GET', 'HEAD'].includes(request.method)) return next();
    const respond = async (): Promise<void> => {
      const caller = await app.get(Callers).identify(request);
      if (!caller) throw signInRequired();
      if (caller.sources !== null) throw sourceNotAllowed(caller.sources);
      response.set({ 'content-type': contentType, 'cache-control': 'no-store' }).send(await text());
    };
    respond().catch(next);
  });
}
