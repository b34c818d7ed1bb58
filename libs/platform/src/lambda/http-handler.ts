import type { RequestListener } from 'node:http';
import type { Log } from '@twl/ports';
import type { APIGatewayProxyResultV2 } from 'aws-lambda';
import { problemOf } from '../http/problem';
import { maxResponseBytes, maxBalancerResponseBytes } from './answer-size';
import { replaceLargeResponse, type HandOver, type FunctionResponse } from './hand-over';
import { readHttpEvent } from './http-event';
import { httpWrapper, type LambdaHandler } from './http-wrapper';

/** Parts of a function for HTTP requests. */
export interface HttpHandlerOptions {
  /** Opens the app; returns its request listener, and the function that stores large responses. */
  open(): Promise<{ app: RequestListener; log: Log; handOver: HandOver }>;
}

type HttpHandler = LambdaHandler<APIGatewayProxyResultV2>;

/**
 * Creates a Lambda function for the HTTP requests that {@link readHttpEvent} recognizes. A ping gets a 204 once the app is open; an unknown event
 * gets a problem. A response that is too large is stored, and a 303 redirects to it.
 */
export const httpHandler = ({ open }: HttpHandlerOptions): HttpHandler => {
  const begin = async (): Promise<HttpHandler> => {
    const { app, log, handOver } = await open();
    const answered = httpWrapper<FunctionResponse>({ app, log });
    return async (event, context) =>
      replaceLargeResponse(await answered(event, context), {
        handOver,
        log,
        maxBytes: isBalanced(event) ? maxBalancerResponseBytes : maxResponseBytes,
      });
  };
  let opened = begin();
  opened.catch(() => undefined);
  return async (given, context) => {
    const handler = await opened.catch(() => (opened = begin()));
    const read = readHttpEvent(given);
    if (read.kind === 'ping') return { statusCode: 204 };
    return read.kind === 'request' ? handler(read.event, context) : unknownEvent;
  };
};

const isBalanced = (event: unknown): boolean => (event as { requestContext?: { elb?: object } }).requestContext?.elb !== undefined;

const unknownEvent: APIGatewayProxyResultV2 = {
  statusCode: 400,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify(
    problemOf({
      status: 400,
      code: 'UNKNOWN_EVENT',
      detail: 'this function handles HTTP requests of an HTTP API, a function URL, a REST API or a load balancer',
    }),
  ),
};
