import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '@twl/ports';
import { eventSource, type WrappedEvent } from './event-source';
import { httpWrapper, type LambdaHandler } from './http-wrapper';

/** Works on one event and gives what Lambda is answered; what it throws fails the invocation. */
export type EventWork = (event: unknown, deadlineAt: number) => Promise<unknown>;

/** What a function for events is made of. */
export interface EventHandlerOptions {
  /** Opens the app; called once, when the process starts, and again only after it failed. */
  open(): Promise<EventWork>;
  log: Log;
}

/** A Lambda function for queue, schedule and manual events. */
export const eventHandler = ({ open, log }: EventHandlerOptions): LambdaHandler<unknown> => {
  let opened = open();
  opened.catch(() => undefined);
  const work = async ({ event, deadlineAt }: WrappedEvent): Promise<unknown> => {
    // An app that could not be opened, for AWS was away, gets another chance at the next event.
    const app = await opened.catch(() => (opened = open()));
    return app(event, deadlineAt);
  };
  return httpWrapper({ app: listener(work, log), log, source: eventSource });
};

const listener =
  (work: (wrapped: WrappedEvent) => Promise<unknown>, log: Log): RequestListener =>
  (request, response) => {
    const answer = async (): Promise<void> => {
      try {
        end(response, 200, (await work(await bodyOf(request))) ?? null);
      } catch (error) {
        log.error('event.failed', error);
        end(response, 500, { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
      }
    };
    void answer();
  };

const bodyOf = async (request: IncomingMessage): Promise<WrappedEvent> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as WrappedEvent;
};

const end = (response: ServerResponse, status: number, body: unknown): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
};
