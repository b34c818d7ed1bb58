import type { RequestListener } from 'node:http';
import { TwlError, type Log } from '@twl/ports';
import type { APIGatewayProxyResultV2 } from 'aws-lambda';
import { problemOf, type ProblemParts } from '../http/problem';
import { problemOfError } from '../http/problem-of-error';
import { maxResponseBytes, maxBalancerResponseBytes } from './answer-size';
import { replaceLargeResponse, type HandOver, type FunctionResponse } from './hand-over';
import { readHttpEvent } from './http-event';
import { httpWrapper, type LambdaHandler } from './http-wrapper';

/** Parts of a function for HTTP requests. */
export interface HttpHandlerOptions {
  /** Records why the app cannot open. */
  log: Log;
  /** Opens the app; returns its request listener, the function that stores large responses, and one that is called after each request. */
  open(): Promise<{ app: RequestListener; log: Log; handOver: HandOver; flush?: () => Promise<void> }>;
}

type HttpHandler = LambdaHandler<APIGatewayProxyResultV2>;

/**
 * Creates a Lambda function for the HTTP requests that {@link readHttpEvent} recognizes. A ping gets a 204 once the app is open; an unknown event
 * gets a problem, and so does a request while storage is not available and the app cannot open. A response that is too large is stored, and a 303 redirects to it.
 */
export const httpHandler = ({ log, open }: HttpHandlerOptions): HttpHandler => {
  const begin = async (): Promise<HttpHandler> => {
    const { app, log: appLog, handOver, flush } = await open();
    const answered = httpWrapper<FunctionResponse>({ app, log: appLog });
    return async (event, context) => {
      const response = await answered(event, context);
      const maxBytes = isBalanced(event) ? maxBalancerResponseBytes : maxResponseBytes;
      const replaced = await replaceLargeResponse(response, { handOver, log: appLog, maxBytes });
      await flush?.();
      return replaced;
    };
  };
  let opened = begin();
  opened.catch(() => undefined);
  return async (given, context) => {
    const read = readHttpEvent(given);
    try {
      const handler = await opened.catch(() => (opened = begin()));
      if (read.kind === 'ping') return { statusCode: 204 };
      return read.kind === 'request' ? await handler(read.event, context) : unknownEvent;
    } catch (error) {
      if (read.kind === 'ping' || !(error instanceof TwlError && error.infrastructure)) throw error;
      log.error('function.unavailable', error);
      return unavailable(error);
    }
  };
};

const isBalanced = (event: unknown): boolean => (event as { requestContext?: { elb?: object } }).requestContext?.elb !== undefined;

const problemResponse = (problem: ProblemParts, headers: Record<string, string> = {}): APIGatewayProxyResultV2 => ({
  statusCode: problem.status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify(problemOf(problem)),
});

const unknownEvent = problemResponse({
  status: 400,
  code: 'UNKNOWN_EVENT',
  detail: 'this function handles HTTP requests of an HTTP API, a function URL, a REST API or a load balancer',
});

/** The app could not be opened because a service that it needs does not answer; the next request opens it again. */
const unavailable = (error: TwlError): APIGatewayProxyResultV2 => problemResponse(problemOfError(error), { 'retry-after': '5' });
