import { makeAuditEntry } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { type ArrayStream, makeSource } from '../testing/listed-sources';
import { seedRun } from '../testing/seed';
import { replaySchema, type Replay } from '../views/replay';
import { replaysSchema } from './replays.dto';

const at = '2026-01-31T11:00:00.000Z';

describe('replays', () => {
  let api: ApiUnderTest;
  let orders: ArrayStream;

  beforeEach(async () => {
    const source = makeSource({ name: 'shop', streams: ['orders', 'items'] });
    orders = source.streams[0] as ArrayStream;
    api = await ApiUnderTest.start({ sources: [source, makeSource({ name: 'broken', problems: ['it is wrong'] })] });
    await seedRun(api.engine, { run: 'run-1', at, page: '[{"id":1,"no":7},{"no":8}]', records: [{ key: '1' }], state: 'succeeded' });
  });
  afterEach(() => api.stop());

  const post = (body: unknown = {}, source = 'shop') => api.ask(`/api/sources/${source}/replays`, { method: 'POST', body });
  const replay = async (body: unknown): Promise<Replay[]> => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    return replaysSchema.parse(JSON.parse(answer.text)).replays;
  };
  const entries = async () => (await api.engine.audit.list({ limit: 10 })).items;

  it('say what would change, with samples, and change nothing when not told otherwise', async () => {
    orders.keyField = 'no';
    const [first, second] = await replay({});
    expect(first).toMatchObject({
      source: 'shop',
      stream: 'orders',
      dryRun: true,
      state: 'done',
      progress: { done: 1, total: 1 },
      result: { pages: 1, new: 2, changed: 0, unchanged: 0, removed: 1, quarantined: 0, holes: [] },
    });
    expect(first!.result!.samples).toMatchObject([
      { id: 'shop.orders.1', kind: 'removed', changes: [{ op: 'remove', path: '/title' }, {}, { op: 'remove', path: '/data' }] },
      { id: 'shop.orders.7', kind: 'new', changes: expect.arrayContaining([{ op: 'add', path: '/title', after: 'order 7' }]) },
      { id: 'shop.orders.8', kind: 'new' },
    ]);
    expect(second).toMatchObject({ stream: 'items', state: 'done', result: { pages: 0 } });
    expect((await api.ask('/api/records/shop.orders.1')).status).toBe(200);
    expect(await entries()).toEqual([]);
    expect(await api.get(`/api/replays/${first!.id}`, replaySchema)).toEqual(first);
  });

  it('show the result at once, and are written down', async () => {
    orders.keyField = 'no';
    const [done] = await replay({ streams: ['orders'], dryRun: false, why: 'a new key', who: 'ada' });
    expect(done).toMatchObject({ dryRun: false, state: 'done', result: { new: 2, removed: 1 } });
    expect((await api.ask('/api/records/shop.orders.1')).status).toBe(404);
    expect((await api.ask('/api/records/shop.orders.8')).status).toBe(200);
    expect(await api.engine.audit.get(done!.id)).toMatchObject({ who: 'ada', target: 'shop.orders', why: 'a new key', result: 'begun' });
    expect((await entries()).map(({ result }) => result)).toContain(
      'shown: 1 page: 2 new, 0 changed, 0 unchanged, 1 removed, 0 quarantined',
    );
  });

  it('try a manifest that is sent along, on the pages of some days', async () => {
    const [tried] = await replay({ streams: ['orders'], manifest: 'keyField: no', from: at.slice(0, 10) });
    expect(tried).toMatchObject({ result: { pages: 1, chosen: 1, new: 2, removed: 1 } });
    const [none] = await replay({ streams: ['orders'], manifest: 'keyField: no', to: '2026-01-30' });
    expect(none).toMatchObject({ state: 'failed', detail: expect.stringContaining('to 2026-01-30') });
    expect(problemIn(await post({ manifest: 'streams: none' }))).toMatchObject({ status: 409, code: 'SOURCE_HAS_PROBLEMS' });
  });

  it('count what is refused', async () => {
    expect(await replay({ streams: ['orders'] })).toMatchObject([{ result: { changed: 1, quarantined: 1 } }]);
  });

  it('go on after the answer where they take long, one of a stream at a time', async () => {
    const held = Promise.withResolvers<undefined>();
    const { fork } = api.engine.generations;
    api.engine.generations.fork = async (...stream) => {
      await held.promise;
      return fork.apply(api.engine.generations, stream);
    };
    const asked = post({ dryRun: false, why: 'x' });
    while (api.clock.sleeping < 1) await new Promise((resolve) => setImmediate(resolve));
    await api.clock.advance(2000);
    const answer = await asked;
    expect(answer.status).toBe(202);
    const { replays } = replaysSchema.parse(JSON.parse(answer.text));
    expect(replays.map(({ state }) => state)).toEqual(['running', 'waiting']);
    const { id } = replays[0]!;
    expect(problemIn(await post({ streams: ['orders'] }))).toMatchObject({
      status: 409,
      code: 'REPLAY_RUNNING',
      detail: expect.stringContaining(id),
    });
    held.resolve(undefined);
    let now = replays[0]!;
    while (now.finishedAt === null) now = await api.get(`/api/replays/${id}`, replaySchema);
    expect(now).toMatchObject({ state: 'done', result: { pages: 1 } });
  });

  it('are given up when the server stops, and say so', async () => {
    const held = Promise.withResolvers<undefined>();
    const { get } = api.engine.raw;
    api.engine.raw.get = async (key) => {
      await held.promise;
      return get.call(api.engine.raw, key);
    };
    const asked = post({ dryRun: false, why: 'x' });
    while (api.clock.sleeping < 1) await new Promise((resolve) => setImmediate(resolve));
    await api.clock.advance(2000);
    await asked;
    const stopped = api.stop();
    await new Promise((resolve) => setImmediate(resolve));
    held.resolve(undefined);
    await stopped;
    expect((await entries()).map(({ result }) => result).sort()).toEqual(['begun', 'failed: the server was stopped']);
    api = await ApiUnderTest.start();
  });

  it('are known from the audit log after a restart: how they ended, or that nobody knows', async () => {
    const begun = makeAuditEntry({ id: 'replay-1', action: 'replay', target: 'shop.orders', result: 'begun' });
    await api.engine.audit.append(begun);
    const path = '/api/replays/replay-1';
    expect(await api.get(path, replaySchema)).toMatchObject({
      state: 'unfinished',
      detail: expect.stringContaining('lost'),
      finishedAt: null,
      result: null,
    });
    await api.engine.audit.append({ ...begun, id: 'replay-1.end', result: 'shown: 1 page', at: '2026-01-31T12:00:05.000Z' });
    expect(await api.get(path, replaySchema)).toMatchObject({
      state: 'done',
      detail: 'shown: 1 page',
      finishedAt: '2026-01-31T12:00:05.000Z',
    });
    await api.engine.audit.append({ ...begun, id: 'replay-2' });
    await api.engine.audit.append({ ...begun, id: 'replay-2.end', result: 'failed: stopped' });
    expect(await api.get('/api/replays/replay-2', replaySchema)).toMatchObject({ state: 'failed' });
    for (const id of ['none', 'replay-1.end']) {
      expect(problemIn(await api.ask(`/api/replays/${id}`))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  it('are refused with a wrong body, for what is not there, and for a broken source', async () => {
    expect(problemIn(await post({ dryRun: false }))).toMatchObject({ status: 400, errors: [{ path: 'why' }] });
    expect(problemIn(await post({ streams: ['none'] }))).toMatchObject({ status: 400, errors: [{ path: 'streams.0' }] });
    expect(problemIn(await post({ day: 'x' }))).toMatchObject({ status: 400, errors: [{ path: 'day' }] });
    for (const body of [{ from: 'x' }, { from: '2026-02-30' }, { from: '2026-02-02', to: '2026-02-01' }]) {
      expect(problemIn(await post(body))).toMatchObject({ status: 400, errors: [{ path: 'from' }] });
    }
    expect(problemIn(await post({}, 'none'))).toMatchObject({ status: 404 });
    expect(problemIn(await post({}, 'broken'))).toMatchObject({ status: 409, code: 'SOURCE_HAS_PROBLEMS' });
  });
});
