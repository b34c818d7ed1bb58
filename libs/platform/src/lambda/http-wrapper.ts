import type { RequestListener } from 'node:http';
import type { Log } from '@twl/ports';
import serverlessExpress from '@vendia/serverless-express';
import type { Context } from 'aws-lambda';
import { InvocationFailedError, type eventSource } from './event-source';

/** A function as Lambda calls it. The Node 24 runtime refuses a function that declares a third argument, the former callback. */
export type LambdaHandler<Result> = (event: unknown, context: Context) => Promise<Result>;

/** App to call, and the event source; by default the wrapper recognizes the events of HTTP requests. */
export interface HttpWrapperOptions {
  app: RequestListener;
  log: Log;
  source?: typeof eventSource;
}

/** Media types of bodies that are not text. As text, their bytes would be replaced. */
const binaryTypes = ['image/*', 'font/*', 'application/octet-stream', 'application/gzip', 'application/vnd.apache.parquet'];

/** Creates a function that calls an HTTP app. It declares two arguments; the wrapper's own function declares three. */
export const httpWrapper = <Result>({ app, log, source }: HttpWrapperOptions): LambdaHandler<Result> => {
  const events = source && { eventSourceName: 'TWL_EVENT', eventSource: source };
  const binarySettings = { contentTypes: binaryTypes };
  const wrapped = serverlessExpress<unknown, Result>({ app, log: wrapperLog(log), binarySettings, ...events });
  return async (event, context) => (await wrapped(event, context, noCallback)) as Result;
};

/** The wrapper returns its result as a promise, so it needs no callback. */
const noCallback = (): void => undefined;

/** Logs only warnings and errors of the wrapper, because its other messages contain complete events. */
const wrapperLog = (log: Log) => ({
  info: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: string) => log.warn('lambda.warning', { message }),
  error: (message: string, error?: unknown) => {
    // The event handler has already logged this error.
    if (!(error instanceof InvocationFailedError)) log.error('lambda.failed', error ?? new Error(message));
  },
});
