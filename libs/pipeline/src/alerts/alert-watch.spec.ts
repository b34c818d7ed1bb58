import { addUsage, noUsage } from '@twl/contracts';
import { testAlerts } from '../actions/test-alerts';
import { AlertBench, manyRecords, RecordingChannel } from './alert-bench.factory';

const gigabyte = 1024 ** 3;

/** A bench whose disk is full: the simplest alert. */
const full = (options: ConstructorParameters<typeof AlertBench>[1] = {}): AlertBench => {
  const bench = new AlertBench([manyRecords(1)], options);
  bench.free = gigabyte / 2;
  return bench;
};

describe('AlertWatch', () => {
  it('tells a change once when two processes evaluate and send at the same time', async () => {
    const bench = full();
    const others = [1, 2, 3].map(() => bench.openWatch([bench.channel]));
    bench.channel.onSend = () => new Promise(setImmediate);
    for (let i = 0; i < 3; i++) await Promise.all([bench.watch, ...others].map((watch) => watch.step()));
    bench.free = 9 * gigabyte;
    for (let i = 0; i < 3; i++) await Promise.all([bench.watch, ...others].map((watch) => watch.step()));
    expect(bench.channel.delivered).toEqual(['firing disk-space:pipeline', 'resolved disk-space:pipeline']);
    expect(await bench.alert('disk-space:pipeline')).toMatchObject({ change: 2, state: 'resolved' });
  });

  it('tells what a process that ended before sending has left', async () => {
    const bench = full({ channels: [] });
    await bench.watch.step();
    const next = bench.openWatch([bench.channel]);
    await next.step();
    await next.step();
    expect(bench.channel.sent.map(({ id }) => id)).toEqual(['disk-space:pipeline:1']);
  });

  it('tells with the same id once more what a process was sending when it ended', async () => {
    const bench = full();
    const { alerts } = bench.pipeline.engine;
    const put = alerts.put.bind(alerts);
    // The process ends while it sends: what it would write then is never written.
    bench.channel.onSend = async () => void (alerts.put = () => new Promise(() => undefined));
    void bench.watch.step();
    for (let i = 0; i < 50 && bench.channel.attempts === 0; i++) await new Promise(setImmediate);
    expect(bench.channel.attempts).toBe(1);
    alerts.put = put;
    bench.channel.onSend = async () => undefined;
    const next = bench.openWatch([bench.channel]);
    await next.step();
    expect(bench.channel.attempts).toBe(1);
    await bench.pipeline.clock.advance(121_000);
    await next.step();
    await next.step();
    expect(bench.channel.sent.map(({ id }) => id).slice(-1)).toEqual(['disk-space:pipeline:1']);
    expect(bench.channel.attempts).toBe(2);
  });

  it('tries a channel that fails again, and tells the others that it is down', async () => {
    const chat = new RecordingChannel('chat');
    const ops = new RecordingChannel('ops');
    const bench = full({ channels: [chat, ops] });
    chat.fails = new Error('HTTP 500');
    await bench.pass(5);
    expect(ops.delivered).toEqual(['firing disk-space:pipeline', 'firing channel-down:chat']);
    expect(ops.sent.at(-1)?.message.data.evidence).toMatchObject({ summary: 'notices over chat cannot be delivered', cause: 'HTTP 500' });
    expect((await bench.alert('channel-down:chat'))?.notices.map(({ channel }) => channel)).toEqual(['ops']);
    chat.fails = undefined;
    await bench.pass(20);
    expect(chat.delivered).toEqual(['firing disk-space:pipeline']);
    expect(ops.delivered.at(-1)).toBe('resolved channel-down:chat');
  });

  it('tells only the newest change where a channel was down in between', async () => {
    const bench = full();
    bench.channel.fails = new Error('down');
    await bench.pass(2);
    bench.free = 9 * gigabyte;
    await bench.pass(2);
    bench.channel.fails = undefined;
    await bench.pass(20);
    expect(bench.channel.delivered).toEqual(['resolved disk-space:pipeline']);
  });

  it('keeps to the rules and sources that a channel is for, and to rules that are off', async () => {
    const only = new RecordingChannel('only', ['cost']);
    const bench = full({ channels: [only], settings: { 'disk-space': { megabytes: 600 } } });
    await bench.pass(1);
    expect(await bench.alert('disk-space:pipeline')).toMatchObject({ state: 'firing', notices: [] });
    expect(only.delivered).toEqual([]);
    const off = full({ settings: { 'disk-space': false } });
    await off.pass(1);
    expect(await off.pipeline.engine.alerts.list()).toEqual([]);
  });

  it('resolves the alerts of a source that a person pauses', async () => {
    const bench = new AlertBench([manyRecords(10, (id) => (id < 5 ? { id: undefined } : {}))]);
    await bench.quarter();
    await bench.pipeline.engine.pauses.pause({ source: 'shop', at: bench.pipeline.clock.iso(), who: 'ada', why: null });
    await bench.pass(1);
    expect(bench.channel.delivered).toEqual(['firing failures:shop', 'resolved failures:shop']);
  });

  it('resolves the alerts of a source that is disabled, or not declared any more', async () => {
    const bench = new AlertBench([manyRecords(10, (id) => (id < 5 ? { id: undefined } : {}))]);
    await bench.quarter();
    expect(bench.channel.delivered).toEqual(['firing failures:shop']);
    bench.pipeline.catalog.settings.enabled = false;
    await bench.pass(1);
    expect(bench.channel.delivered.at(-1)).toBe('resolved failures:shop');
    bench.pipeline.catalog.settings.enabled = true;
    await bench.pass(40);
    expect(bench.channel.delivered.filter((text) => text === 'firing failures:shop')).toHaveLength(2);
    bench.pipeline.catalog.list = async () => [];
    await bench.pass(1);
    expect((await bench.pipeline.engine.alerts.list()).filter(({ state }) => state === 'firing')).toEqual([]);
  });

  it('reports a suspect run and the deletions that wait, a dead letter, and a cost over the budget', async () => {
    const bench = new AlertBench([manyRecords(10)], { settings: { cost: { dollarsPerMonth: 1 } } });
    await bench.quarter();
    const { runs, pageQueue } = bench.pipeline.engine;
    const usage = noUsage();
    addUsage(usage, { ...noUsage(), writeUnits: 100_000 });
    const { list, latest } = runs;
    runs.list = async (query) => {
      const page = await list.call(runs, query);
      return { ...page, items: page.items.map((run) => ({ ...run, usage })) };
    };
    runs.latest = async (source, stream) => {
      const found = await latest.call(runs, source, stream);
      const deletions = { state: 'pending', missing: 9, of: 10 } as const;
      return { ...found, lastFinished: { ...found.last!, state: 'suspect', reason: '9 of 10 records would be deleted', deletions } };
    };
    pageQueue.depth = async () => ({ ready: 0, inFlight: 0, dead: 2 });
    await bench.pipeline.clock.advance(3_600_000);
    await bench.watch.step();
    const byRule = Object.fromEntries((await bench.pipeline.engine.alerts.list()).map((alert) => [alert.rule, alert.evidence]));
    expect(byRule['suspect']).toMatchObject({
      summary: 'shop: run #1 of orders is suspect: 9 of 10 records would be deleted',
      actions: [{ command: 'twl deletions confirm run-1' }, {}, {}],
    });
    expect(byRule['dead-letters']?.summary).toBe('2 messages could not be processed in any attempt');
    expect(byRule['cost']?.summary).toContain('more than 1 dollars a month');
  });

  it('goes on where one source cannot be read, and says so in the log', async () => {
    const bench = full();
    bench.pipeline.engine.runs.latest = () => Promise.reject(new Error('the table is away'));
    await bench.watch.step();
    expect(bench.pipeline.log.of('alerts.failed')).toEqual([{ source: 'shop' }]);
    expect(bench.channel.delivered).toEqual(['firing disk-space:pipeline']);
  });
});

describe('a test of the channels', () => {
  const by = { who: 'ada', why: null };

  it('is sent by the watch once, over the channels that exist', async () => {
    const bench = new AlertBench([]);
    await testAlerts(bench.pipeline.ports, { channels: ['ops', 'gone'] }, by);
    await bench.pass(3);
    expect(bench.channel.sent.map(({ id, message }) => [id, message.type])).toEqual([['test:channels:1', 'alert.test']]);
    const stored = await bench.alert('test:channels');
    expect(stored?.state).toBe('resolved');
    expect(stored?.notices.map(({ channel, state, error }) => [channel, state, error])).toEqual([
      ['ops', 'sent', null],
      ['gone', 'given-up', 'there is no such channel'],
    ]);
  });

  it('can be repeated at once', async () => {
    const bench = new AlertBench([]);
    for (let i = 0; i < 2; i++) {
      await testAlerts(bench.pipeline.ports, { channels: ['ops'] }, by);
      await bench.watch.step();
    }
    expect(bench.channel.sent.map(({ id }) => id)).toEqual(['test:channels:1', 'test:channels:2']);
  });
});
