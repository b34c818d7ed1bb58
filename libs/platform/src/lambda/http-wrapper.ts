import type { RequestListener } from 'node:http';
import type { Log } from '@twl/ports';
import serverlessExpress from '@vendia/serverless-express';
import type { Context } from 'aws-lambda';
import { InvocationFailedError, type eventSource } from './event-source';

/** A function as Lambda calls it. The runtime of Node 24 refuses one that declares a third argument: that was the callback. */
export type LambdaHandler<Result> = (event: unknown, context: Context) => Promise<Result>;

/** What is asked, and what tells how an event becomes a request; without that the wrapper knows the events that stand for HTTP requests. */
export interface HttpWrapperOptions {
  app: RequestListener;
  log: Log;
  source?: typeof eventSource;
}

/** A function that asks an HTTP app. It declares two arguments, where the wrapper's own declares three. */
export const httpWrapper = <Result>({ app, log, source }: HttpWrapperOptions): LambdaHandler<Result> => {
  const events = source && { eventSourceName: 'TWL_EVENT', eventSource: source };
  const wrapped = serverlessExpress<unknown, Result>({ app, log: wrapperLog(log), ...events });
  return async (event, context) => (await wrapped(event, context, noCallback)) as Result;
};

/** The wrapper answers by the promise that it gives. */
const noCallback = (): void => undefined;

/** What the wrapper says of itself. Its steps hold whole events: only what goes wrong is logged. */
const wrapperLog = (log: Log) => ({
  info: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: string) => log.warn('lambda.warning', { message }),
  error: (message: string, error?: unknown) => {
    // What the work itself threw was logged where it was thrown.
    if (!(error instanceof InvocationFailedError)) log.error('lambda.failed', error ?? new Error(message));
  },
});
