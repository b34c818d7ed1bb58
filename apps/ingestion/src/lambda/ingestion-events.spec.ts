import { SourceCatalog, UnavailableError, type ReadEvent, type Source, type SourceStream, payloadOf } from '@twl/ports';
import { altered, ManualClock, memoryEngine, RecordingLog, type MemoryEngine } from '@twl/ports/testing';
import { deletionStep, type RetentionPorts, type LaunchPorts } from '@twl/pipeline';
import { IngestionEvents } from './ingestion-events';

/** A source with two streams of one page each; `ends` says how the reads of `orders` end, one after the other. */
const shop = (clock: ManualClock, ends: ReadEvent[] = []): Source => {
  const stream = (name: string): SourceStream =>
    ({
      ...{ source: 'shop', name, settings: { volatileFields: [] }, manifest: 'm1' },
      async *read(): AsyncGenerator<ReadEvent, void> {
        const request = { method: 'GET', url: 'http://shop/orders' };
        const page = { ...{ request, status: 200, headers: {}, contentType: 'application/json', partition: {}, interval: null } };
        const body = payloadOf(`[${clock.now()}]`);
        yield {
          kind: 'page',
          page: { ...page, fetchedAt: clock.iso(), body, requestLine: 'GET /orders', same: false },
        } as unknown as ReadEvent;
        yield { kind: 'state', cursor: { at: clock.now() } };
        yield (name === 'orders' ? ends.shift() : undefined) ?? { kind: 'end', state: 'complete' };
      },
    }) as unknown as SourceStream;
  const settings = { enabled: true, schedule: { cron: '0 0 1 1 *', timeZone: 'UTC', catchUp: 'last' } };
  return { name: 'shop', settings, streams: [stream('orders'), stream('buyers')], problems: [] } as unknown as Source;
};

class OneSource extends SourceCatalog {
  constructor(readonly source: Source) {
    super();
  }
  async list(): Promise<Source[]> {
    return [this.source];
  }
  async get(name: string): Promise<Source | undefined> {
    return name === this.source.name ? this.source : undefined;
  }
}

/** The same object, every method of which fails. */
const away = <T extends object>(port: T, error: Error): T =>
  new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? () => Promise.reject(error) : member;
    },
  });

const denied = Object.assign(new UnavailableError('table twl: these credentials may not do that'), {
  code: 'AWS_DENIED',
  retryable: false,
});
const message = (id: string, body: unknown) => ({
  messageId: id,
  receiptHandle: id,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const request = (stream = 'orders', id = `shop.${stream}.r1`) => ({
  ...{ v: 2, source: 'shop', runs: [{ runId: id, stream }], trigger: 'manual', requestedAt: '2026-03-01T12:00:00.000Z' },
});

describe('ingestion as a function', () => {
  let clock: ManualClock;
  let engine: MemoryEngine;
  let log: RecordingLog;
  let watched: number;
  const watch = { step: async () => void (watched += 1) };
  beforeEach(() => {
    watched = 0;
    clock = new ManualClock();
    engine = memoryEngine({ clock });
    log = new RecordingLog();
  });

  /** Sends an event; `broken` stands in for ports of the engine. Pauses between tries cost nothing. */
  const invoke = async (event: unknown, options: { source?: Source; broken?: Partial<MemoryEngine>; leftMs?: number } = {}) => {
    const { source = shop(clock), broken = {}, leftMs = 300_000 } = options;
    const ports = {
      ...engine,
      ...broken,
      catalog: new OneSource(source),
      clock,
      log,
      owner: 'test',
      endSteps: [deletionStep],
    } as unknown as LaunchPorts & RetentionPorts;
    const answer = new IngestionEvents(ports, watch).work(event, clock.now() + leftMs);
    let isOver = false;
    void answer.catch(() => undefined).finally(() => (isOver = true));
    while (!isOver) {
      if (clock.sleeping > 0) await clock.advance(1000);
      await new Promise(setImmediate);
    }
    return answer;
  };
  const everyRun = async () => (await engine.runs.list({ limit: 200 })).items;

  const schedule = { schedule: {} };
  const byHand = { run: { source: 'shop' } };
  const queued = { Records: [message('m1', request())] };

  it.each([{}, null])('runs every source for %j, and says what came of it', async (event) => {
    const { runs } = (await invoke(event)) as { runs: unknown[] };
    expect(runs).toMatchObject([
      { source: 'shop', stream: 'orders', trigger: 'manual' },
      { source: 'shop', stream: 'buyers', trigger: 'manual' },
    ]);
  });

  it.each([{}, null])('leaves a source that is switched off alone for %j', async (event) => {
    const source = shop(clock);
    expect(await invoke(event, { source: { ...source, settings: { ...source.settings, enabled: false } } as Source })).toEqual({
      runs: [],
    });
  });

  describe.each([
    ['schedule', schedule],
    ['run by hand', byHand],
    ['request of the queue', queued],
  ])('a %s', (_, event) => {
    it.each([
      ['runs', 'away', new UnavailableError('the table is away')],
      ['runs', 'denied', denied],
      ['ledger', 'away', new UnavailableError('the table is away')],
      ['ledger', 'denied', denied],
      ['raw', 'away', new UnavailableError('the bucket is away')],
      ['raw', 'denied', denied],
      ['pageQueue', 'away', new UnavailableError('the queue is away')],
      ['pageQueue', 'denied', denied],
    ] as const)('fails where %s is %s', async (port, _why, error) => {
      await expect(invoke(event, { broken: { [port]: away(engine[port], error) } })).rejects.toThrow(error.message);
      expect(log.lines.some(({ level }) => level === 'error')).toBe(true);
    });

    it('makes the runs when all is well again', async () => {
      await invoke(event, { broken: { raw: away(engine.raw, denied) } }).catch(() => undefined);
      await clock.advance(120_000);
      await invoke(event.valueOf() === schedule ? byHand : event);
      const runs = await everyRun();
      expect(runs.filter(({ stream, end }) => stream === 'orders' && end?.state === 'complete')).toHaveLength(1);
    });
  });

  it('does the other messages of a batch, and gives back the one that failed', async () => {
    const Records = [message('m1', 'nonsense'), message('m2', request()), message('m3', { v: 99 })];
    expect(await invoke({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }] });
    expect(await everyRun()).toMatchObject([{ stream: 'orders', end: { state: 'complete' } }]);
  });

  it.each([
    ['nonsense', 'the message is not a request to run a source'],
    [{ v: 1 }, 'the message is not a request to run a source'],
    [{ ...request(), source: 'nobody' }, 'there is no source "nobody"'],
    [request('nope'), 'there is no stream "shop.nope"'],
  ])('fails for a message that holds %j, so that it becomes a dead letter', async (body, reason) => {
    await expect(invoke({ Records: [message('m1', body)] })).rejects.toThrow(reason);
  });

  it.each([
    [{ run: { source: 'nobody' } }, 'there is no source "nobody"'],
    [{ run: { source: 'shop', streams: ['orders', 'nope'] } }, 'there is no stream "shop.nope"'],
    [{ hello: 1 }, 'unknown event'],
  ])('fails for %j', async (event, reason) => {
    await expect(invoke(event)).rejects.toThrow(reason);
    expect(await everyRun()).toEqual([]);
  });

  it('lets no stream of a source keep the other from running', async () => {
    const latest: typeof engine.runs.latest = (source, stream) =>
      stream === 'orders' ? Promise.reject(denied) : engine.runs.latest(source, stream);
    await expect(invoke(schedule, { broken: { runs: altered(engine.runs, { latest }) } })).rejects.toThrow(denied.message);
    expect(await everyRun()).toMatchObject([{ stream: 'buyers', end: { state: 'complete' } }]);
  });

  it.each([schedule, byHand, queued])('names a time-out that is too short, and sends itself nothing (%#)', async (event) => {
    await expect(invoke(event, { leftMs: 20_000 })).rejects.toThrow("the function's time-out leaves 20 s: a run needs 25 s at least");
    expect(await engine.requestQueue.depth()).toMatchObject({ ready: 0, inFlight: 0 });
  });

  it('goes on with a deferred run by its schedule, 40 times, with no message to itself', async () => {
    const deferred = (): ReadEvent => ({ kind: 'end', state: 'deferred', reason: 'the time is over', resumeAt: clock.iso() });
    const ends: ReadEvent[] = Array.from({ length: 40 }, () => ({ kind: 'end', state: 'deferred', resumeAt: '2000-01-01T00:00:00.000Z' }));
    const source = shop(clock, [deferred(), ...ends.slice(1)]);
    await invoke({ run: { source: 'shop', streams: ['orders'] } }, { source });
    for (let minute = 0; minute < 45; minute++) {
      await settleAll();
      await clock.advance(60_000);
      await invoke(schedule, { source });
    }
    await settleAll();
    const runs = (await everyRun()).filter(({ stream, trigger }) => stream === 'orders' && trigger === 'manual');
    expect(runs).toHaveLength(41);
    expect(runs[0]).toMatchObject({ id: expect.stringMatching(/~41$/), end: { state: 'complete' } });
    expect(await engine.requestQueue.depth()).toMatchObject({ ready: 0, inFlight: 0 });
  });

  /** Closes every run as if its pages had been processed. */
  const settleAll = async (): Promise<void> => {
    for (const { id } of await engine.runs.unsettled()) {
      const counts = { fetched: 0, new: 0, changed: 0, unchanged: 0, stale: 0, duplicate: 0, quarantined: 0, filtered: 0 };
      const run = (await engine.runs.get(id))!;
      await engine.runs.close(id, {
        state: run.end!.state === 'complete' ? 'succeeded' : (run.end!.state as 'deferred'),
        counts,
        at: clock.iso(),
      });
    }
  };
});
