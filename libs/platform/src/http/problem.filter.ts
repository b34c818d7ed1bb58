import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '@twl/ports';
import type { Request, Response } from 'express';
import { methodsOf } from './methods-of';
import { ProblemException } from './problem-exception';
import { sendProblem } from './send-problem';

/** Converts all errors to problem details (RFC 9457). Stacks go to the log only. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const allowed = error instanceof NotFoundException ? methodsOf(request) : [];
    if (allowed.length > 0) response.setHeader('allow', allowed.join(', '));
    sendProblem(error instanceof NotFoundException ? notFoundProblem(request, allowed) : error, { request, response, log: this.log });
  }
}

/** Returns 405 if the path has routes for other methods, else 404. */
const notFoundProblem = ({ method, path }: Request, allowed: string[]): ProblemException =>
  allowed.length > 0
    ? wrongMethod(method, allowed)
    : new ProblemException({ status: 404, code: 'NOT_FOUND', detail: `there is no resource at ${path.slice(0, 200)}` });

const wrongMethod = (method: string, allowed: string[]): ProblemException =>
  new ProblemException({
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    detail: `${method} is not allowed here; allowed: ${allowed.join(', ')}`,
  });
