import { Metrics, UnavailableError, type MetricLabels, type MetricName } from '@twl/ports';
import { altered, ManualClock, memoryEngine, makeBegin, makeCommit, makePage } from '@twl/ports/testing';
import { Tracer, type PastSpan } from '../trace/tracer';
import { watchEngine } from './watch-engine';

class Sums extends Metrics {
  readonly sums = new Map<string, number>();
  measure(name: MetricName, value: number, labels: MetricLabels = {}): void {
    const key = [name, ...Object.values(labels).filter((label) => label !== undefined)].join(' ');
    this.sums.set(key, (this.sums.get(key) ?? 0) + (name.endsWith('duration') ? 1 : value));
  }
}

/** Records the calls within one piece of work. */
class Recorded extends Tracer {
  readonly spans: PastSpan[] = [];
  isFollowing = true;
  follow<T>(_start: unknown, work: () => Promise<T>): Promise<T> {
    return work();
  }
  get current() {
    return this.isFollowing ? { traceId: 'a', spanId: 'b' } : undefined;
  }
  override record(span: PastSpan): void {
    this.spans.push(span);
  }
}

const systems = { database: 'sqlite', objects: 'files', queue: 'twl' } as const;

const bench = () => {
  const [metrics, tracer, clock] = [new Sums(), new Recorded(), new ManualClock()];
  const engine = memoryEngine({ clock });
  return { metrics, tracer, engine, clock, watched: watchEngine(engine, systems, { metrics, tracer }) };
};

describe('a watched engine', () => {
  it('works as before, and counts the outcomes of a commit once, however often its page comes', async () => {
    const { watched, metrics } = bench();
    const begun = await watched.runs.begin(makeBegin({}));
    if (begun.kind !== 'started') throw new Error(begun.kind);
    const page = makePage(begun.lease, {});
    await watched.ledger.enter(begun.lease, page);
    const commit = makeCommit(page, []);
    const counts = { ...commit.counts, fetched: 3, new: 2, filtered: 1 };
    await watched.records.commit({ ...commit, counts });
    await watched.records.commit({ ...commit, counts });
    expect(metrics.sums.get('twl.records shop new')).toBe(2);
    expect(metrics.sums.get('twl.records shop filtered')).toBe(1);
    expect(metrics.sums.get('twl.records shop changed')).toBeUndefined();
    expect(metrics.sums.get('db.client.operation.duration sqlite records.commit')).toBe(2);
  });

  it('measures a call that fails by the code of its error, and passes it on', async () => {
    const { engine, metrics, tracer } = bench();
    const broken = { ...engine, runs: altered(engine.runs, { get: () => Promise.reject(new UnavailableError('the disk is full')) }) };
    const watched = watchEngine(broken, systems, { metrics, tracer });
    await expect(watched.runs.get('x')).rejects.toThrow('the disk is full');
    await new Promise(setImmediate);
    expect(metrics.sums.get('db.client.operation.duration sqlite runs.get UNAVAILABLE')).toBe(1);
    expect(tracer.spans).toMatchObject([{ name: 'runs.get', side: 'client', error: expect.any(UnavailableError) }]);
  });

  it('counts messages, and those that come again', async () => {
    const { watched, metrics, clock } = bench();
    await watched.pageQueue.send([{ a: 1 }, { a: 2 }]);
    const receive = () => watched.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 1000 });
    await receive();
    await clock.advance(1000);
    await receive();
    await new Promise(setImmediate);
    expect(metrics.sums.get('messaging.client.sent.messages pages')).toBe(2);
    expect(metrics.sums.get('messaging.client.consumed.messages pages')).toBe(4);
    expect(metrics.sums.get('twl.queue.redeliveries pages')).toBe(2);
  });

  it('adds calls to the work that makes them, but not the questions to an empty queue, and none outside of work', async () => {
    const { watched, tracer } = bench();
    await watched.requestQueue.receive({ max: 1, waitMs: 0, visibilityMs: 1000 });
    await watched.requestQueue.send([1]);
    tracer.isFollowing = false;
    await watched.requestQueue.send([2]);
    await new Promise(setImmediate);
    expect(tracer.spans.map(({ name, side }) => [name, side])).toEqual([['send requests', 'producer']]);
  });

  it('leaves what is no promise as it is', async () => {
    const { watched, metrics } = bench();
    for await (const entry of watched.raw.list({ source: 'shop' })) throw new Error(`${entry.key} is not there`);
    expect(watched.records.writesPerCommit).toBe(1000);
    expect([...metrics.sums.keys()]).toEqual([]);
  });
});
