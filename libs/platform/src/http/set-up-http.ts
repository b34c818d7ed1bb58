import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Log } from '@twl/ports';
import type { NextFunction, Request, Response } from 'express';
import { exactNumbers } from './json-text';
import { problemOf } from './problem';
import { ProblemException } from './problem-exception';
import { ProblemFilter } from './problem.filter';
import { refuseCrossSite } from './refuse-cross-site';
import { RequestValidation } from './request-validation';
import { securityHeaders } from './security-headers';
import { sendProblem } from './send-problem';

/** What every HTTP app of ours does alike: problems, checked requests, ETags, exact numbers, security headers. Before `init`. */
export function setUpHttp(app: NestExpressApplication, log: Log): void {
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.set('json replacer', exactNumbers);
  app.use(securityHeaders);
  app.use(refuseCrossSite);
  app.useBodyParser('json', { limit: '64kb' });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new RequestValidation());
}

/** The last stop for what no route took and for what failed outside of Nest's routes. After `init`. */
export function endWithProblems(app: NestExpressApplication, log: Log): void {
  app.use((request: Request, _response: Response, next: NextFunction) => {
    next(new ProblemException({ status: 404, code: 'NOT_FOUND', detail: `there is nothing at ${request.method} ${request.path}` }));
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => sendProblem(error, { request, response, log }));
  answerBrokenRequests(app.getHttpServer() as Server);
}

/** What cannot be read as HTTP never reaches a route; it too is answered with a problem. */
function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { _httpMessage?: ServerResponse }) => {
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) return void socket.destroy(error);
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const parts = tooLarge ? { status: 431, code: 'HEADERS_TOO_LARGE' } : { status: 400, code: 'BAD_REQUEST' };
    const problem = problemOf({ ...parts, detail: tooLarge ? 'address and headers are too long' : 'this is not an HTTP request' });
    const body = JSON.stringify(problem);
    const head = `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n`;
    socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
  });
}
