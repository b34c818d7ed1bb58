import { RecordingLog } from '@twl/ports/testing';
import serverlessExpress from '@vendia/serverless-express';
import type { Context, SQSEvent } from 'aws-lambda';
import { eventHandler, type EventWork } from './event-handler';

const context = { getRemainingTimeInMillis: () => 5000 } as Context;

const invoke = async (work: EventWork, event: unknown): Promise<unknown> => {
  const handler = eventHandler({ open: async () => work, log: new RecordingLog() });
  return handler(event, context);
};

const messages = { Records: [{ messageId: 'a', eventSource: 'aws:sqs' }] } as SQSEvent;

describe('a function for events', () => {
  it('declares no callback: the runtime would refuse it, as it does the handler of the wrapper', () => {
    expect(eventHandler({ open: async () => async () => undefined, log: new RecordingLog() })).toHaveLength(2);
    expect(serverlessExpress({ app: () => undefined })).toHaveLength(3);
  });

  it('hands the event over as it came, with the end of the invocation', async () => {
    let given: unknown[] = [];
    const event = { text: 'ä\u0000', list: [1, null] };
    await invoke(async (...args) => void (given = args), event);
    expect(given[0]).toEqual(event);
    expect(Math.abs(Number(given[1]) - Date.now() - 5000)).toBeLessThan(2000);
  });

  it('answers what the work gives: which messages failed, say', async () => {
    const failures = { batchItemFailures: [{ itemIdentifier: 'a' }] };
    expect(await invoke(async () => failures, messages)).toEqual(failures);
    expect(await invoke(async () => undefined, {})).toBeNull();
  });

  it('fails when the work fails, so that the messages are delivered again', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('the store is away'));
    await expect(invoke(failing, messages)).rejects.toThrow('the store is away');
    await expect(invoke(failing, { 'detail-type': 'Scheduled Event' })).rejects.toThrow('the store is away');
  });

  it('would not fail with the event source that the wrapper brings: the messages would be lost', async () => {
    const app = (_request: unknown, response: { statusCode: number; end(text: string): void }) => {
      response.statusCode = 500;
      response.end('{"error":"the store is away"}');
    };
    const handler = serverlessExpress({ app: app as never });
    await expect(handler(messages, context, () => undefined)).resolves.toEqual({ error: 'the store is away' });
  });

  it('fails when the app cannot be opened, and opens it again at the next event', async () => {
    let opened = 0;
    const open = async (): Promise<EventWork> => {
      if (++opened === 1) throw new Error('AWS is away');
      return async () => 'done';
    };
    const handler = eventHandler({ open, log: new RecordingLog() });
    expect(await handler({}, context)).toBe('done');
    expect(await handler({}, context)).toBe('done');
    expect(opened).toBe(2);
  });

  it('fails again when the app can still not be opened', async () => {
    const open = () => Promise.reject(new Error('AWS is away'));
    const handler = eventHandler({ open, log: new RecordingLog() });
    await expect(handler({}, context)).rejects.toThrow('AWS is away');
  });
});
