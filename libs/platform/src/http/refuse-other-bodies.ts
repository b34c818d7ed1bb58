import type { NextFunction, Request, Response } from 'express';
import { methodsOf } from './methods-of';
import { ProblemException } from './problem-exception';

/** Refuses a body that is not JSON, and any body where none is expected, because ignoring it could do something else than the client wants. */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const { method, headers } = request;
  // Null: no body. False: a body of another type.
  const type = headers['content-length'] === '0' ? null : request.is('json');
  // A method that the path does not allow is reported first.
  if (type === null || !methodsOf(request).includes(method)) return next();
  if (['GET', 'HEAD'].includes(method)) return next(unexpectedBody(method));
  next(type === false ? notJson() : undefined);
}

const unexpectedBody = (method: string): ProblemException =>
  new ProblemException({
    status: 400,
    code: 'INVALID_REQUEST',
    detail: `${method} accepts no body; use query parameters`,
  });

const notJson = (): ProblemException =>
  new ProblemException({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', detail: 'the body must have the type application/json' });
