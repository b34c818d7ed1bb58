import { AsyncResource } from 'node:async_hooks';
import type { Log } from '@twl/ports';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { traceIdOf } from '../log/trace-id';

/** Paths of health checks and metrics: who watches the product asks for them all the time, so they are not in the log. */
const watched = /^\/(api\/health\/|metrics$)/;

/** The path of the route that answered, with the names of its parameters; `other` for files and paths that are no route. */
const routeOf = ({ route, baseUrl }: Request): string => {
  const path: unknown = (route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' && path.startsWith('/') && !path.includes('*') ? `${baseUrl}${path}` : 'other';
};

/**
 * Does each request as a piece of work of its own, in the trace that the client names, and writes a line of the log when it is answered. The
 * response has the id of the trace in the header `trace-id`.
 */
export const followRequests =
  (log: Log): RequestHandler =>
  (request: Request, response: Response, next: NextFunction) => {
    const [path = ''] = request.originalUrl.split('?', 1);
    const { method } = request;
    const traceparent = request.get('traceparent');
    const answer = (): Promise<void> => {
      const traceId = traceIdOf(log);
      if (traceId !== undefined) response.setHeader('trace-id', traceId);
      const began = performance.now();
      return new Promise((resolve) => {
        // A function's response is finished but never closed.
        const end = AsyncResource.bind((): void => {
          response.off('close', end).off('finish', end);
          const ms = Math.round((performance.now() - began) * 10) / 10;
          const line = { method, path: path.slice(0, 512), route: routeOf(request), status: response.statusCode, ms };
          const bytes = Number(response.getHeader('content-length') ?? 0);
          const event = response.writableFinished ? 'http.answered' : 'http.aborted';
          if (watched.test(path) && response.statusCode < 400) log.detail(event, { ...line, bytes });
          else log.info(event, { ...line, bytes });
          resolve();
        });
        response.once('close', end).once('finish', end);
        next();
      });
    };
    void log.within({ work: 'http', method, path: path.slice(0, 512), traceparent }, answer);
  };
