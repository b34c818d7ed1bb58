import type { NextFunction, Request, Response } from 'express';
import { ProblemException } from './problem-exception';

/** Refuses what changes something when a browser sends it on behalf of another site. */
export function refuseCrossSite(request: Request, _response: Response, next: NextFunction): void {
  const reading = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  if (reading || request.headers['sec-fetch-site'] !== 'cross-site') return next();
  next(new ProblemException({ status: 403, code: 'CROSS_SITE', detail: 'requests from other sites may only read' }));
}
