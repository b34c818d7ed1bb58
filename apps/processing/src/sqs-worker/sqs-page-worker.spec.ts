import type { Message } from '@aws-sdk/client-sqs';
import { altered } from '@twl/ports/testing';
import { fetchedRun } from '@twl/pipeline/testing';
import { UnavailableError, type Delivery } from '@twl/ports';
import { SqsPageWorker } from './sqs-page-worker';

type SqsQueue = ConstructorParameters<typeof SqsPageWorker>[1];

/** The worker with a batch of three pages. `read` is told of each page that is read. */
const bench = async (read: (key: string) => unknown = () => undefined) => {
  const run = await fetchedRun(['[1,2]', '[3]', '[4]']);
  const deliveries = new Map<string, Delivery>((await run.receive()).map((delivery) => [delivery.id, delivery]));
  const deleted: string[][] = [];
  const queue = {
    take: ({ MessageId }: Message) => deliveries.get(MessageId!)!,
    ackAll: async (receipts: string[]) => void deleted.push(receipts),
  };
  const raw = altered(run.engine.raw, {
    get: async (key: string) => {
      await read(key);
      return run.engine.raw.get(key);
    },
  });
  const worker = new SqsPageWorker({ ...run.ports, raw }, queue as unknown as SqsQueue);
  const batch: Message[] = [...deliveries.keys()].map((MessageId) => ({ MessageId }));
  const receipts = [...deliveries.values()].map(({ receipt }) => receipt);
  return { ...run, worker, batch, receipts, deleted };
};

describe('the worker on SQS', () => {
  it('deletes what is done together, and leaves nothing to the consumer', async () => {
    const { worker, batch, receipts, deleted, run } = await bench();
    expect(await worker.handle(batch)).toEqual([]);
    expect(deleted).toEqual([receipts]);
    expect(await run()).toMatchObject({ phase: 'closed', counts: { new: 4 } });
  });

  it('deletes the others when one fails', async () => {
    const { worker, batch, receipts, deleted, records } = await bench((key) =>
      key.includes('-000001.json') ? Promise.reject(new UnavailableError('the bucket')) : undefined,
    );
    await worker.handle(batch);
    expect(deleted).toEqual([[receipts[0], receipts[2]]]);
    expect(await records()).toHaveLength(3);
  });

  it('that is told to stop finishes the page in hand, deletes it, and puts back the others', async () => {
    const stop: { worker?: SqsPageWorker } = {};
    const { worker, batch, receipts, deleted, engine } = await bench(() => stop.worker?.onModuleDestroy());
    stop.worker = worker;
    const handling = worker.handle(batch);
    await worker.onApplicationShutdown();
    expect(deleted).toEqual([receipts.slice(0, 1)]);
    expect(await engine.pageQueue.depth()).toMatchObject({ ready: 2, inFlight: 1 });
    await handling;
  });

  it('logs errors of the consumer, but not those of its own stop', async () => {
    const { worker, log } = await bench();
    worker.failed(new Error('AccessDenied'));
    worker.onModuleDestroy();
    worker.failed(new Error('aborted'));
    expect(log.of('worker.failed')).toHaveLength(1);
  });
});
