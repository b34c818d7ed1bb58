import { makeVersion, makeWrite } from '@twl/ports/testing';
import { listOf, recordSchema, versionSchema } from '@twl/contracts';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { makeSource } from '../testing/listed-sources';
import { seedRun } from '../testing/seed';
import { rawViewSchema } from '../views/raw-view';

const time = (minute: number): string => `2026-01-31T11:${String(minute).padStart(2, '0')}:00.000Z`;

describe('/api/records', () => {
  let api: ApiUnderTest;
  const list = listOf(recordSchema);
  const idsOf = (answer: { items: { id: string }[] }): string[] => answer.items.map(({ id }) => id);

  /** Walks a list to its end. */
  const walk = async (query: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer: { items: { id: string }[]; page: { next: string | null } } = await api.get(`/api/records?${query}${cursor}`, list);
      ids.push(...idsOf(answer));
      cursor = answer.page.next === null ? null : `&cursor=${answer.page.next}`;
    }
    return ids;
  };

  beforeAll(async () => {
    api = await ApiUnderTest.start({ sources: [makeSource({ name: 'shop', streams: ['orders', 'odd'] })] });
    for (const [run, minutes] of [
      ['run-1', [0, 1, 2]],
      ['run-2', [3, 3, 3, 4]],
    ] as const) {
      const records = minutes.map((minute, index) => ({ key: `${run}-${index}`, updatedAt: time(minute), title: `Order ${run} ${index}` }));
      await seedRun(api.engine, { run, at: time(5), records, state: 'succeeded' });
    }
    await seedRun(api.engine, {
      run: 'run-3',
      stream: 'odd',
      at: time(0),
      state: 'succeeded',
      page: '[{"id":1},{"id":"a/b.ü?#%","big":12345678901234567890,"n":0.1}]',
      records: [{ key: '1' }, { key: 'a/b.ü?#%', data: { big: 12345678901234567890n } }],
    });
  });
  afterAll(() => api.stop());

  it('are listed newest first, 50 at most when not told', async () => {
    const answer = await api.get('/api/records?stream=orders', list);
    expect(answer.page).toEqual({ limit: 50, next: null, scanned: 7 });
    expect(answer.items.map(({ updatedAt }) => updatedAt)).toEqual([4, 3, 3, 3, 2, 1, 0].map(time));
  });

  it.each([1, 2, 3, 7, 200])('are walked in pages of %i without a gap or a repetition', async (limit) => {
    const whole = idsOf(await api.get('/api/records?limit=200', list));
    expect(await walk(`limit=${limit}`)).toEqual(whole);
    expect(new Set(whole).size).toBe(9);
  });

  it.each([
    ['source=shop', 9],
    ['source=other', 0],
    ['stream=odd', 2],
    ['q=ORDER%20run-1', 3],
    ['q=%25', 1],
    [`updatedAt.gte=${time(3)}`, 4],
    [`stream=orders&updatedAt.gte=${time(1)}&updatedAt.lt=${time(3)}`, 2],
    [`updatedAt.gte=${encodeURIComponent('2026-01-31T12:04:00+01:00')}`, 1],
    ['occurredAt.lt=2000-01-01T00:00:00Z', 0],
  ])('can be filtered with %s', async (query, count) => {
    expect(await walk(`limit=2&${query}`)).toHaveLength(count);
  });

  it('are found by an id with any characters', async () => {
    const record = await api.get(`/api/records/${encodeURIComponent('shop.odd.a/b.ü?#%')}`, recordSchema.omit({ data: true }).loose());
    expect(record.id).toBe('shop.odd.a/b.ü?#%');
  });

  it('keep every digit of their numbers', async () => {
    const answer = await api.ask(`/api/records/${encodeURIComponent('shop.odd.a/b.ü?#%')}`);
    expect(answer.text).toContain('"data":{"big":12345678901234567890}');
  });

  it('show the stored page and the item as the source sent it', async () => {
    const answer = await api.ask(`/api/records/${encodeURIComponent('shop.odd.a/b.ü?#%')}/raw`);
    expect(answer.text).toContain('"item":{"id":"a/b.ü?#%","big":12345678901234567890,"n":0.1}');
    const view = rawViewSchema.parse(JSON.parse(answer.text));
    expect(view).toMatchObject({ pointer: '/1', meta: { stream: 'odd', runId: 'run-3' } });
    expect(view.body).toBe('[{"id":1},{"id":"a/b.ü?#%","big":12345678901234567890,"n":0.1}]');
  });

  it('have versions, newest first and in pages', async () => {
    const versions = [1, 2].map((version) => ({ version, content: makeVersion({ at: time(version), title: `v${version}` }) }));
    const write = makeWrite({ stream: 'many', key: '1', version: 3, updatedAt: time(3) }, { versions });
    await seedRun(api.engine, { run: 'run-many', stream: 'many', at: time(3), writes: [write], state: 'succeeded' });
    const path = '/api/records/shop.many.1/versions?limit=2';
    const first = await api.get(path, listOf(versionSchema));
    expect(first.items.map(({ version, validTo }) => [version, validTo])).toEqual([
      [3, null],
      [2, time(3)],
    ]);
    const second = await api.get(`${path}&cursor=${first.page.next}`, listOf(versionSchema));
    expect(second).toMatchObject({ items: [{ version: 1, title: 'v1' }], page: { next: null } });
  });

  it('have versions that a walk shows once each, though a page that comes late gives them other numbers', async () => {
    const contentOf = (n: number) =>
      makeVersion({ at: time(n), title: `v${n}`, rawRef: { key: `page-${n}`, itemIndex: 0, runId: 'run-late' } });
    const writeOf = (minutes: number[], expected: number | null) =>
      makeWrite(
        { stream: 'late', key: '1', version: minutes.length + 1, updatedAt: time(9) },
        { versions: minutes.map((n, i) => ({ version: i + 1, content: contentOf(n) })), expected },
      );
    await seedRun(api.engine, { run: 'run-late', stream: 'late', at: time(9), writes: [writeOf([2, 3], null)], state: 'succeeded' });
    const path = '/api/records/shop.late.1/versions?limit=2';
    const first = await api.get(path, listOf(versionSchema));
    const { revision } = (await api.engine.records.heads(['shop.late.1'])).get('shop.late.1')!;
    await seedRun(api.engine, { run: 'later', stream: 'late', at: time(9), writes: [writeOf([1, 2, 3], revision)], state: 'succeeded' });
    const second = await api.get(`${path}&cursor=${first.page.next}`, listOf(versionSchema));
    expect([...first.items, ...second.items].map(({ validFrom }) => validFrom)).toEqual([9, 3, 2, 1].map(time));
  });

  it.each(['/api/records/shop.orders.none', '/api/records/none/raw', '/api/records/none/versions', '/api/records/shop.orders.run-1-0/raw'])(
    'are a 404 at %s',
    async (path) => {
      expect(problemIn(await api.ask(path))).toMatchObject({ status: 404, code: 'NOT_FOUND', instance: path });
    },
  );

  it.each([
    'limit=0',
    'limit=201',
    'limit=1.5',
    'limit=NaN',
    'limit=1&limit=2',
    'sort=title',
    'sort=-updatedAt&sort=updatedAt',
    'updatedAt.gte=yesterday',
    'updatedAt[gte]=2026-01-01T00:00:00Z',
    'nothing=1',
    '__proto__=1',
    '__proto__.limit=1',
    'constructor=1',
    `q=${'x'.repeat(201)}`,
    `${'a=1&'.repeat(1500)}`,
  ])('refuse ?%#', async (query) => {
    const problem = problemIn(await api.ask(`/api/records?${query}`));
    expect(problem).toMatchObject({ status: 400, code: 'INVALID_REQUEST', errors: expect.arrayContaining([expect.any(Object)]) });
  });

  it('take no parameters where there are none', async () => {
    expect(problemIn(await api.ask('/api/records/shop.odd.1?x=1'))).toMatchObject({ status: 400, errors: [{ path: 'x' }] });
  });

  describe('cursors', () => {
    let next: string;
    beforeAll(async () => (next = (await api.get('/api/records?limit=2&source=shop', list)).page.next!));

    it('are good for another limit', async () => {
      expect((await api.ask(`/api/records?limit=3&source=shop&cursor=${next}`)).status).toBe(200);
    });

    it.each<[string, (cursor: string) => string]>([
      ['other filters', (cursor) => `source=shop&stream=orders&cursor=${cursor}`],
      ['another sort', (cursor) => `source=shop&sort=updatedAt&cursor=${cursor}`],
      ['a changed letter', (cursor) => `source=shop&cursor=${cursor.startsWith('A') ? 'B' : 'A'}${cursor.slice(1)}`],
      ['a cut', (cursor) => `source=shop&cursor=${cursor.slice(0, -3)}`],
      ['nothing in them', () => 'source=shop&cursor='],
      ['binary rubbish', () => 'source=shop&cursor=%00%ff%fe'],
    ])('are refused with %s', async (_name, query) => {
      expect(problemIn(await api.ask(`/api/records?${query(next)}`))).toMatchObject({ status: 400, code: 'BAD_CURSOR' });
    });

    it('are refused by another list', async () => {
      expect(problemIn(await api.ask(`/api/runs?source=shop&cursor=${next}`))).toMatchObject({ status: 400, code: 'BAD_CURSOR' });
    });
  });

  it('have an ETag that changes with them', async () => {
    const path = '/api/records?limit=1';
    const { etag } = (await api.ask(path)).headers;
    const headers = { 'if-none-match': etag! };
    expect(await api.ask(path, { headers })).toMatchObject({ status: 304, text: '' });
    await seedRun(api.engine, { run: 'run-4', at: time(30), records: [{ key: 'late' }], state: 'succeeded' });
    expect((await api.ask(path, { headers })).status).toBe(200);
  });

  it('are walked past ids as long as they come', async () => {
    const records = [1, 2, 3].map((n) => ({ key: `${n}${'ü'.repeat(1000)}`, stream: 'long' }));
    await seedRun(api.engine, { run: 'run-long', stream: 'long', at: time(6), records, state: 'succeeded' });
    expect(await walk('limit=1&stream=long')).toHaveLength(3);
  });
});
