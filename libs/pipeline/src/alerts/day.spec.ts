import type { AlertMessage } from '@twl/contracts';
import { AlertBench, manyRecords } from './alert-bench.factory';

jest.setTimeout(120_000);

/** A hundred records, other ones in each quarter of an hour. */
const changing = (quarter: number, given: (id: number) => object = () => ({})) => [
  manyRecords(100, (id) => ({ stock: (id * quarter) % 7, ...given(id) })),
];

const evidenceIn = ({ data }: AlertMessage) => data.evidence;

describe('a day with everything that goes wrong', () => {
  const bench = new AlertBench(changing(0), { contract: { typeChange: 'quarantine' } });
  const { pipeline, channel } = bench;
  const everyMessage: AlertMessage[] = [];
  let quarter = 0;

  /** What was delivered since it was asked last. */
  const delivered = (): { names: string[]; messages: AlertMessage[] } => {
    const names = channel.delivered;
    const messages = channel.sent.splice(0).map(({ message }) => message);
    everyMessage.push(...messages);
    return { names, messages };
  };
  const goodQuarters = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await bench.quarter(changing(++quarter));
  };

  it('begins well: nothing is delivered', async () => {
    await goodQuarters(8);
    expect(delivered().names).toEqual([]);
  });

  it('a source fails four times in a row, and recovers', async () => {
    pipeline.stream.end = { kind: 'end', state: 'failed', reason: 'HTTP 503 Service Unavailable' };
    await goodQuarters(4);
    pipeline.stream.end = { kind: 'end', state: 'complete' };
    await goodQuarters(2);
    const { names, messages } = delivered();
    expect(names).toEqual(['firing stale:shop', 'firing failing:shop', 'resolved failing:shop', 'resolved stale:shop']);
    expect(evidenceIn(messages[1]!)).toMatchObject({
      summary: 'shop: the last 3 runs of orders failed',
      cause: 'the source itself fails',
      run: { source: 'shop', stream: 'orders', seq: 11, state: 'failed', reason: 'HTTP 503 Service Unavailable' },
      samples: [11, 10, 9].map((seq) => ({ text: `run #${seq} failed: HTTP 503 Service Unavailable` })),
      actions: [{ command: 'twl source check shop' }, { command: 'twl run shop' }],
    });
    expect(evidenceIn(messages[0]!)).toMatchObject({ cause: 'its runs fail: the source itself fails', run: { seq: 10 } });
  });

  it('no run is started for three quarters of an hour: the source is late, then stale, and recovers', async () => {
    await bench.pass(45);
    await goodQuarters(1);
    const { names, messages } = delivered();
    expect(names).toEqual(['firing late:shop', 'firing stale:shop', 'resolved late:shop', 'resolved stale:shop']);
    expect(evidenceIn(messages[0]!)).toMatchObject({
      summary: expect.stringMatching(/^shop: the newest good run of orders began at .*Z, more than one period of the schedule \*\/15/),
      cause: expect.stringContaining('no run was started'),
      samples: [{ text: 'run #14 succeeded', path: '/runs/run-14' }],
    });
    expect(Date.parse(messages[1]!.timestamp) - Date.parse(messages[0]!.timestamp)).toBe(15 * 60_000);
  });

  it('a field changes its type, in every run, until a person accepts it', async () => {
    const priceAsText = (quarterOf: number) => changing(quarterOf, (id) => (id <= 3 ? { price: 'five' } : {}));
    for (let i = 0; i < 4; i++) await bench.quarter(priceAsText(++quarter));
    const { names, messages } = delivered();
    expect(names).toEqual(['firing drift:shop']);
    expect(evidenceIn(messages[0]!)).toMatchObject({
      summary: 'shop: orders.price was number and is string',
      cause: expect.stringContaining('the contract refuses the change'),
      run: { counts: expect.stringMatching(/^100 fetched = .*3 quarantined$/) },
      samples: [{ text: 'orders.price was number and is string, for example "five"' }],
      actions: [
        { text: 'accept the drift', command: expect.stringMatching(/^twl contract accept shop orders price --why/) },
        { command: 'twl failures redrive --all --source shop --stream orders --reason CONTRACT' },
      ],
    });
    await pipeline.engine.contracts.accept({
      ...{ source: 'shop', stream: 'orders', field: 'price', type: 'string' },
      ...{ at: pipeline.clock.iso(), who: 'ada' },
    });
    await bench.quarter(priceAsText(++quarter));
    expect(delivered().names).toEqual(['resolved drift:shop']);
  });

  it('nine bad records come with every run', async () => {
    for (let i = 0; i < 6; i++) await bench.quarter(changing(++quarter, (id) => (id <= 9 ? { id: undefined } : {})));
    const { names, messages } = delivered();
    expect(names).toEqual(['firing failures:shop']);
    expect(evidenceIn(messages[0]!)).toMatchObject({
      summary: 'shop: 9 of 100 records of orders were refused (9 %)',
      cause: 'records lack their primary key: the source renamed or dropped the field (KEY_MISSING)',
      run: { state: 'partial', counts: expect.stringMatching(/^100 fetched = .*9 quarantined$/) },
      samples: [0, 1, 2].map(() => ({ text: expect.stringMatching(/^shop\.orders KEY_MISSING at \/\d: id is missing$/) })),
    });
    await goodQuarters(1);
    expect(delivered().names).toEqual(['resolved failures:shop']);
  });

  it('the queue stops, and goes on', async () => {
    bench.isProcessing = false;
    await goodQuarters(1);
    await bench.pass(6);
    const { names, messages } = delivered();
    expect(names.filter((name) => !/late|stale/.test(name))).toEqual(['firing queue-age:pipeline']);
    expect(evidenceIn(messages.find(({ data }) => data.rule === 'queue-age')!)).toMatchObject({
      cause: expect.stringContaining('no worker processes the queue'),
      samples: [{ text: 'page 0 of shop.orders' }],
    });
    bench.isProcessing = true;
    await pipeline.process();
    await goodQuarters(1);
    expect(delivered().names.filter((name) => !/late|stale/.test(name))).toEqual(['resolved queue-age:pipeline']);
  });

  it('the disk fills, and is emptied', async () => {
    for (const free of [1100, 1000, 700, 30, 20, 2000]) {
      bench.free = free * 1024 ** 2;
      await goodQuarters(1);
    }
    const { names, messages } = delivered();
    expect(names).toEqual(['firing disk-space:pipeline', 'resolved disk-space:pipeline']);
    expect(evidenceIn(messages[0]!).summary).toBe('less than 1024 MB are free where the data is stored');
  });

  it('was logged as it was delivered, and every message has its links', async () => {
    const logged = pipeline.log.lines.filter(({ event }) => event === 'alert.firing' || event === 'alert.resolved');
    expect(logged).toHaveLength(everyMessage.length);
    expect(new Set(everyMessage.map(({ data }) => `${data.id} ${data.change}`)).size).toBe(everyMessage.length);
    expect(pipeline.log.of('alerts.failed')).toEqual([]);
    expect((await pipeline.engine.alerts.list()).filter(({ state }) => state === 'firing')).toEqual([]);
    for (const { data } of everyMessage) {
      expect(data.links).toEqual({
        alert: `https://twl.example/alerts/${encodeURIComponent(data.id)}`,
        runbook: `https://twl.example/runbooks/${data.rule}.md`,
      });
    }
  });
});

describe('a good week', () => {
  it('tells nothing, and stores nothing', async () => {
    const bench = new AlertBench(changing(0), { contract: { typeChange: 'quarantine' } });
    bench.stepMinutes = 5;
    for (let quarter = 0; quarter < 7 * 24 * 4; quarter++) await bench.quarter(quarter % 3 === 0 ? changing(quarter) : undefined);
    expect(bench.channel.delivered).toEqual([]);
    expect(await bench.pipeline.engine.alerts.list()).toEqual([]);
    expect(bench.pipeline.log.lines.filter(({ event }) => event.startsWith('alert'))).toEqual([]);
  });

  it('does not take a field of several types, which it had in the first run, for a change', async () => {
    const codes = (quarter: number) => changing(quarter, (id) => ({ code: id % 2 === 0 ? id : String(id) }));
    const bench = new AlertBench(codes(0));
    for (let quarter = 1; quarter < 4; quarter++) await bench.quarter(codes(quarter));
    expect(bench.channel.delivered).toEqual([]);
  });
});
