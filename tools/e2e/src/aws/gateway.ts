import { createServer, type Server } from 'node:http';
import type { LambdaFunction } from './lambda-function';
import { endServer, listenOnLoopback } from '../product/loopback';

interface Answer {
  statusCode: number;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
}

/** An HTTP API before a function, as API Gateway is: requests become events of payload 2.0, what the function answers is sent back. */
export class Gateway {
  /** Bytes of every answer as Lambda counts them, the newest last. */
  readonly payloads: number[] = [];
  private readonly server: Server;

  constructor(target: LambdaFunction) {
    this.server = createServer(async (asked, answer) => {
      const { pathname, search } = new URL(asked.url!, 'http://gateway.example');
      const event = {
        ...{ version: '2.0', routeKey: '$default', rawPath: pathname, rawQueryString: search.slice(1), headers: asked.headers },
        ...{ requestContext: { http: { method: asked.method, path: pathname, sourceIp: '203.0.113.7' } }, isBase64Encoded: false },
      };
      const { statusCode, headers, body = '', ...given } = await target.invoke<Answer>(event);
      this.payloads.push(Buffer.byteLength(JSON.stringify({ statusCode, headers, body, ...given })));
      answer.writeHead(statusCode, headers).end(Buffer.from(body, given.isBase64Encoded ? 'base64' : 'utf8'));
    });
  }

  /** Listens on loopback. Returns where. */
  start(): Promise<string> {
    return listenOnLoopback(this.server);
  }

  close(): void {
    endServer(this.server);
  }
}
