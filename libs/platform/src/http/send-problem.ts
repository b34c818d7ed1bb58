import type { Log } from '@twl/ports';
import type { Request, Response } from 'express';
import { problemOf } from './problem';
import { problemOfError } from './problem-of-error';
import { traceIdOf } from '../log/trace-id';

/** Sends an error as a problem. Internal errors are logged with their stack. */
export function sendProblem(error: unknown, { request, response, log }: { request: Request; response: Response; log: Log }): void {
  const [whole = ''] = request.originalUrl.split('?', 1);
  const path = whole.slice(0, 2048);
  const parts = problemOfError(error);
  const traceId = traceIdOf(log);
  const problem = { ...problemOf(parts, path), ...(traceId !== undefined && { traceId }) };
  if (problem.status >= 500) log.error('http.failed', error, { method: request.method, path, status: problem.status });
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (problem.status === 503) response.setHeader('retry-after', '5');
  for (const [name, value] of Object.entries(parts.headers ?? {})) response.setHeader(name, value);
  response.removeHeader('etag');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
