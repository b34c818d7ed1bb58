import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../product/loopback';

/** What the runtime client told of a function that failed, or that could not be loaded. */
class FunctionFailedError extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
    this.name = 'FunctionFailedError';
  }
}

/** Lambda as the process of a function sees it: an HTTP server on loopback that gives events, one after the other, and takes answers. */
export class RuntimeApi {
  private readonly server = createServer((request, response) => void this.serve(request, response));
  /** The call for the next event; rejected when the function could not be loaded, or its process ended. */
  private asked = unheeded<ServerResponse>();
  private answered = unheeded<unknown>();
  private count = 0;

  /** Listens; gives where. */
  async start(): Promise<string> {
    return new URL(await listenOnLoopback(this.server)).host;
  }

  /** Gives the function an event, and so much time for it, ms. @throws FunctionFailedError */
  async invoke(event: unknown, ms: number): Promise<unknown> {
    const next = await this.asked.promise;
    this.asked = unheeded();
    this.answered = unheeded();
    next.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': String(++this.count),
      'lambda-runtime-deadline-ms': String(Date.now() + ms),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:twl',
      'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000',
    });
    next.end(JSON.stringify(event));
    return this.answered.promise;
  }

  /** Fails what is under way and what comes. */
  fail(error: Error): void {
    this.asked.reject(error);
    this.answered.reject(error);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') return this.asked.resolve(response);
    const given = await text(request);
    if (path === 'init/error') this.fail(failureOf(given));
    else if (path === `invocation/${this.count}/response`) this.answered.resolve(JSON.parse(given));
    else if (path === `invocation/${this.count}/error`) this.answered.reject(failureOf(given));
    else this.fail(new Error(`the runtime client asked for ${path}`));
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  }
}

const failureOf = (given: string): FunctionFailedError => {
  const { errorType, errorMessage } = JSON.parse(given) as { errorType: string; errorMessage: string };
  return new FunctionFailedError(errorType, errorMessage);
};

/** A promise that may fail before somebody waits for it. */
const unheeded = <T>(): PromiseWithResolvers<T> => {
  const made = Promise.withResolvers<T>();
  made.promise.catch(() => undefined);
  return made;
};
