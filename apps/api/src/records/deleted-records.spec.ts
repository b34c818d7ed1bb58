import { listOf, recordSchema, sourceSettingsSchema, versionSchema } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import { makeOrder, makePageMeta, makeVersion, makeWrite } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { makeSource } from '../testing/listed-sources';
import { seedRun } from '../testing/seed';
import { rawViewSchema } from '../views/raw-view';

const time = (minute: number): string => `2026-01-31T11:0${minute}:00.000Z`;
const path = '/api/records/shop.orders.gone';

describe('records that are deleted, and what is no longer kept', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    const source = makeSource({ name: 'shop' });
    const kept = makeSource({ name: 'kept' });
    const settings = sourceSettingsSchema.parse({ retention: { raw: '1h', versions: '1h' } });
    api = await ApiUnderTest.start({ sources: [source, { ...kept, settings }] });
    const first = makeVersion({ at: time(1), title: 'open', data: { id: 'gone' } });
    const late = { ...first, order: makeOrder({ runSeq: 2 }), at: time(3), fingerprint: 'deleted', deleted: true as const };
    const record = { key: 'gone', version: 2, updatedAt: time(3), firstSeenAt: time(1), title: 'open', data: { id: 'gone' } };
    const gone = makeWrite(
      { ...record, fingerprint: 'deleted', deletedAt: time(3) },
      { content: late, versions: [{ version: 1, content: first }] },
    );
    const write = { ...gone, wasShown: false };
    await seedRun(api.engine, { run: 'run-1', at: time(3), records: [{ key: 'here' }], writes: [write], state: 'succeeded' });
    const old = makeVersion({ at: '2026-01-31T09:00:00.000Z', title: 'old' });
    const versions = [{ version: 1, content: old }];
    const replaced = makeWrite({ source: 'kept', key: '1', version: 2, updatedAt: '2026-01-31T10:00:00.000Z' }, { versions });
    await seedRun(api.engine, {
      run: 'run-2',
      source: 'kept',
      at: '2026-01-31T10:00:00.000Z',
      writes: [replaced],
      state: 'succeeded',
      page: '[{"id":1}]',
    });
    await api.clock.advance(Date.parse('2026-01-31T12:00:00.000Z') - api.clock.now());
  });
  afterAll(() => api.stop());

  const keys = async (query: string) =>
    (await api.get(`/api/records?source=shop${query}`, listOf(recordSchema))).items.map(({ key }) => key).join(' ');

  it('are in the list only where they are asked for', async () => {
    expect(await keys('')).toBe('here');
    expect(await keys('&deleted=only')).toBe('gone');
    expect(await keys('&deleted=include&sort=updatedAt')).toBe('gone here');
    expect(problemIn(await api.ask('/api/records?deleted=yes'))).toMatchObject({ status: 400, errors: [{ path: 'deleted' }] });
  });

  it('return 410 by id, and their last content with deleted=include', async () => {
    expect(problemIn(await api.ask(path))).toMatchObject({
      status: 410,
      code: 'RECORD_DELETED',
      detail: expect.stringContaining(`deleted at ${time(3)}`),
    });
    expect(await api.get(`${path}?deleted=include`, recordSchema)).toMatchObject({ deletedAt: time(3), title: 'open' });
  });

  it('are shown as they were before, and as gone afterwards', async () => {
    const before = await api.get(`${path}?asOf=${time(2)}`, recordSchema);
    expect([before.version, before.deletedAt, before.updatedAt]).toEqual([1, undefined, time(1)]);
    expect(problemIn(await api.ask(`${path}?asOf=${time(4)}`))).toMatchObject({ status: 410 });
    expect(await api.get(`${path}?asOf=${time(4)}&deleted=include`, recordSchema)).toMatchObject({ version: 2, deletedAt: time(3) });
  });

  it('say in their versions since when they are gone', async () => {
    expect((await api.get(`${path}/versions`, listOf(versionSchema))).items).toMatchObject([
      { version: 2, deleted: true, validFrom: time(3), validTo: null },
      { version: 1, validFrom: time(1), validTo: time(3) },
    ]);
  });

  it('are over at once: raw page and versions, whether they are removed yet or not', async () => {
    expect(await api.get('/api/records/kept.orders.1', recordSchema)).toMatchObject({ version: 2 });
    expect((await api.get('/api/records/kept.orders.1/versions', listOf(versionSchema))).items).toMatchObject([{ version: 2 }]);
    expect(problemIn(await api.ask('/api/records/kept.orders.1/versions/diff?from=1&to=2'))).toMatchObject({ status: 404 });
    expect(problemIn(await api.ask('/api/records/kept.orders.1?asOf=2026-01-31T09:30:00Z'))).toMatchObject({ status: 404 });
    const expired = problemIn(await api.ask('/api/records/kept.orders.1/raw'));
    expect(expired).toMatchObject({ status: 410, code: 'RAW_EXPIRED', detail: expect.stringContaining('2026-01-31T11:00:00.000Z') });
  });

  it('show the page that says that they are gone', async () => {
    const { key } = (await api.get(`${path}?deleted=include`, recordSchema)).rawRef;
    const text = '{"v":1,"kind":"deletions","of":2,"records":[{"key":"gone"}]}';
    const body = payloadOf(text);
    const contentType = 'application/vnd.twl.deletions+json';
    await api.engine.raw.put(key, makePageMeta({ contentType, sha256: body.sha256, bytes: body.bytes, fetchedAt: time(3) }), body);
    expect(await api.get(`${path}/raw`, rawViewSchema)).toMatchObject({ pointer: '/records/0', item: { key: 'gone' }, body: text });
  });
});
