import type { NextFunction, Request, Response } from 'express';
import { ProblemException } from './problem-exception';

/** Refuses a body that is not JSON: passing over it would do something else than was asked for. */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  if (request.headers['content-length'] === '0' || request.is('json') !== false) return next();
  next(new ProblemException({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'a body must be sent as application/json' }));
}
