import type { RequestListener } from 'node:http';
import type { Log } from '@twl/ports';
import type { APIGatewayProxyResultV2 } from 'aws-lambda';
import { problemOf } from '../http/problem';
import { maxAnswerBytes, maxBalancedBytes } from './answer-size';
import { fitting, type HandOver, type HttpAnswer } from './hand-over';
import { readHttpEvent } from './http-event';
import { httpWrapper, type LambdaHandler } from './http-wrapper';

/** What a function for HTTP requests is made of. */
export interface HttpHandlerOptions {
  /** Opens the app and gives what answers its requests, and what puts aside answers that are too large for Lambda. */
  open(): Promise<{ app: RequestListener; log: Log; handOver: HandOver }>;
}

type HttpHandler = LambdaHandler<APIGatewayProxyResultV2>;

/**
 * A Lambda function for HTTP requests, as {@link readHttpEvent} knows them. A ping is answered when the app is open, and what is no request
 * with a problem that says what this function takes. An answer that is too large is put aside, and a 303 leads to it.
 */
export const httpHandler = ({ open }: HttpHandlerOptions): HttpHandler => {
  const begin = async (): Promise<HttpHandler> => {
    const { app, log, handOver } = await open();
    const answered = httpWrapper<HttpAnswer>({ app, log });
    return async (event, context) =>
      fitting(await answered(event, context), { handOver, log, maxBytes: isBalanced(event) ? maxBalancedBytes : maxAnswerBytes });
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
      detail: 'this function answers HTTP requests: of an HTTP API, a function address, a REST API or a load balancer',
    }),
  ),
};
