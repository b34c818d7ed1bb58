import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '@twl/ports';
import { eventSource, type WrappedEvent } from './event-source';
import { httpWrapper, type LambdaHandler } from './http-wrapper';

/** Handles one event and returns the result for Lambda; an error fails the invocation. */
export type EventWork = (event: unknown, deadlineAt: number) => Promise<unknown>;

/** Parts of a function for events. */
export interface EventHandlerOptions {
  /** Opens the app; called at the start of the process, and again after a failure. */
  open(): Promise<EventWork>;
  log: Log;
}

/** Creates a Lambda function for queue, schedule and manual events. */
export const eventHandler = ({ open, log }: EventHandlerOptions): LambdaHandler<unknown> => {
  let opened = open();
  opened.catch(() => undefined);
  const work = async ({ event, deadlineAt }: WrappedEvent): Promise<unknown> => {
    // If the app could not be opened, for example because AWS was not available, the next event tries again.
    const app = await opened.catch(() => (opened = open()));
    return app(event, deadlineAt);
  };
  return httpWrapper({ app: createListener(work, log), log, source: eventSource });
};

const createListener =
  (work: (wrapped: WrappedEvent) => Promise<unknown>, log: Log): RequestListener =>
  (request, response) => {
    const respond = async (): Promise<void> => {
      try {
        sendJson(response, 200, (await work(await readBody(request))) ?? null);
      } catch (error) {
        log.error('event.failed', error);
        sendJson(response, 500, { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
      }
    };
    void respond();
  };

const readBody = async (request: IncomingMessage): Promise<WrappedEvent> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as WrappedEvent;
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};
