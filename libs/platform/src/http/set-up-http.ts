import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { exactNumbers } from '@twl/json';
import type { Log } from '@twl/ports';
import type { AllowedHosts } from './allowed-hosts';
import { followRequests } from './follow-requests';
import { problemOf } from './problem';
import { ProblemFilter } from './problem.filter';
import { refuseOtherBodies } from './refuse-other-bodies';
import { refuseForeignRequests } from './refuse-foreign-requests';
import { RequestValidation } from './request-validation';
import { setSecurityHeaders } from './security-headers';

/** Configures an HTTP app: problems, validation, ETags, exact numbers, security headers. Call it before `init`. */
export function setUpHttp(app: NestExpressApplication, { log, hosts }: { log: Log; hosts?: AllowedHosts }): void {
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.set('json replacer', exactNumbers);
  app.use(followRequests(log));
  app.use(setSecurityHeaders);
  app.use(refuseForeignRequests(hosts));
  app.use(refuseOtherBodies);
  app.useBodyParser('json', { limit: '2mb' });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalPipes(new RequestValidation());
}

/** Responds to invalid HTTP requests with a problem; they never reach Nest. */
export function answerBrokenRequests(app: NestExpressApplication): void {
  (app.getHttpServer() as Server).on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { _httpMessage?: ServerResponse }) => {
    if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) return void socket.destroy(error);
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const parts = tooLarge ? { status: 431, code: 'HEADERS_TOO_LARGE' } : { status: 400, code: 'BAD_REQUEST' };
    const problem = problemOf({
      ...parts,
      detail: tooLarge ? 'request line and headers are too large' : 'this is not a valid HTTP request',
    });
    const body = JSON.stringify(problem);
    const head = `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n`;
    socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
  });
}
