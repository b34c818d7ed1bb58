import type { NextFunction, Request, Response } from 'express';
import { methodsOf } from './methods-of';
import { ProblemException } from './problem-exception';

/** Refuses a body that is not JSON, or that is sent where none is read: passing over it would do something else than was asked for. */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const { method, headers } = request;
  // Null where there is no body, false where there is another one.
  const type = headers['content-length'] === '0' ? null : request.is('json');
  // Where a path does not take the method, that is what is wrong first.
  if (type === null || !methodsOf(request).includes(method)) return next();
  if (['GET', 'HEAD'].includes(method)) return next(unread(method));
  next(type === false ? notJson() : undefined);
}

const unread = (method: string): ProblemException =>
  new ProblemException({
    status: 400,
    code: 'INVALID_REQUEST',
    detail: `${method} takes no body: what is asked for stands in the address`,
  });

const notJson = (): ProblemException =>
  new ProblemException({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'a body must be sent as application/json' });
