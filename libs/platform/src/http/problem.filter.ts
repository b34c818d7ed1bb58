import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Log } from '@twl/ports';
import type { Request, Response } from 'express';
import { sendProblem } from './send-problem';

/** Turns whatever is thrown into problem details (RFC 9457). A stack never leaves: it goes to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, { request: http.getRequest<Request>(), response: http.getResponse<Response>(), log: this.log });
  }
}
