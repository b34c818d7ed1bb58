import { type Delivery, UnavailableError } from '@twl/ports';
import { altered } from '@twl/ports/testing';
import { fetchedRun } from '@twl/pipeline/testing';
import { UnknownEventError } from '@twl/platform';
import { BatchFailedError, PageEvents } from './page-events';

type SqsQueue = ConstructorParameters<typeof PageEvents>[1];
type SqsMessage = Parameters<SqsQueue['take']>[0];

/** The function before two pages that were fetched. */
const bench = async (broken: (key: string) => boolean = () => false) => {
  const run = await fetchedRun(['[1,2]', '[3]']);
  const deliveries = new Map<string, Delivery>((await run.receive()).map((delivery) => [delivery.id, delivery]));
  const visible: number[] = [];
  const take = ({ MessageId, Attributes }: SqsMessage, visibilityMs: number): Delivery => {
    visible.push(visibilityMs);
    return { ...deliveries.get(MessageId!)!, receives: Number(Attributes?.ApproximateReceiveCount ?? 1) };
  };
  const raw = altered(run.engine.raw, {
    get: (key: string) => (broken(key) ? Promise.reject(new UnavailableError('the bucket')) : run.engine.raw.get(key)),
  });
  const events = new PageEvents({ ...run.ports, raw }, { take } as unknown as SqsQueue);
  const Records = [...deliveries.values()].map(({ id, body, receipt }) => ({
    ...{ messageId: id, receiptHandle: receipt, body: JSON.stringify(body) },
    attributes: { ApproximateReceiveCount: '2' },
  }));
  const invoke = (event: unknown) => events.work(event, run.clock.now() + 60_000);
  return { ...run, Records, invoke, visible };
};

describe('processing as a function', () => {
  it('works off a batch, and lets Lambda delete it', async () => {
    const { invoke, Records, visible, records, run, engine } = await bench();
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(visible).toEqual([60_000, 60_000]);
    expect(await records()).toHaveLength(3);
    expect(await run()).toMatchObject({ phase: 'closed', state: 'succeeded' });
    expect(await engine.pageQueue.depth()).toMatchObject({ inFlight: 2 });
  });

  it('gives back the message that failed', async () => {
    const { invoke, Records, records, log } = await bench((key) => key.includes('-000001.json'));
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: Records[1]!.messageId }] });
    expect(await records()).toHaveLength(2);
    expect(log.of('page.failed')).toMatchObject([{ receives: 2, isLast: false }]);
  });

  it('fails where every message failed, so that Lambda counts it', async () => {
    const { invoke, Records } = await bench(() => true);
    await expect(invoke({ Records })).rejects.toThrow(new BatchFailedError(2));
  });

  it.each([[{}], [{ Records: [] }], [{ schedule: {} }]])('refuses %j', async (event) => {
    const { invoke } = await bench();
    await expect(invoke(event)).rejects.toThrow(UnknownEventError);
  });
});
