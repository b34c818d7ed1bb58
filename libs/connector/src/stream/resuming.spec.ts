import type { Json } from '@twl/contracts';
import { makeManifest, makeStream, type ManifestStreamParts } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, QuickClock, readStream, type ReadChoices } from '../testing/source-folder';

const byPage = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
};
const pages = { paginator: { ...byPage, pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1 } } };
const tokens = { paginator: { ...byPage, pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}' } } };
const parted = { partition_router: { type: 'ListPartitionRouter', cursor_field: 'part', values: ['a', 'b', 'c'] } };
const byPart = { path: '/items/{{ stream_partition.part }}' };
const daily = { type: 'DatetimeBasedCursor', cursor_field: 'at', datetime_format: '%Y-%m-%d', start_datetime: '2026-01-01' };
const later = { status: 429, headers: { 'retry-after': '3600' } };

interface Options extends ReadChoices {
  settings?: unknown;
  clock?: QuickClock;
}

const read = async (manifest: unknown, script: (request: SeenRequest, count: number) => ScriptedResponse, choices: Options = {}) => {
  const http = new ScriptedHttp(script);
  const { settings, clock, ...options } = choices;
  const source = await loadFolder({ manifest, settings, http, clock });
  expect(source.problems).toEqual([]);
  return { http, ...(await readStream(source.streams[0]!, { budgetMs: 60_000, ...options })) };
};

/** A list of ids, shown two by two; `at` answers for a page in its place. */
const list =
  (ids: readonly number[], at: Record<string, ScriptedResponse> = {}) =>
  ({ query }: SeenRequest): ScriptedResponse => {
    const page = Number(query['page'] ?? 1);
    return at[page] ?? { body: { items: ids.slice(page * 2 - 2, page * 2).map((id) => ({ id })) } };
  };
const paged: ManifestStreamParts = { retriever: pages };
const ids = [1, 2, 3, 4, 5, 6, 7];

describe('a read that goes on', () => {
  const deferred = () => read(makeManifest(paged), list(ids, { 4: later }));

  it('begins with the last page that was stored, and is followed by one from the beginning', async () => {
    const first = await deferred();
    expect(first.end).toMatchObject({ state: 'deferred', resumeAt: '2026-01-31T13:00:00.000Z' });
    const second = await read(makeManifest(paged), list(ids), { cursor: first.cursor });
    expect(second.http.lines).toEqual(['GET /items?page=3', 'GET /items?page=4']);
    expect(second.end).toMatchObject({ state: 'complete', continued: true });
    expect(second.end.items).toBeUndefined();
    expect(second.cursor).toBeNull();
  });

  it('ends where the source gives its last page for each page after it, as a read from the beginning does', async () => {
    const even = [1, 2, 3, 4, 5, 6];
    const clamped = (request: SeenRequest) =>
      list(even)({ ...request, query: { page: String(Math.min(Number(request.query['page'] ?? 1), 3)) } });
    const first = await read(makeManifest(paged), list(even, { 4: later }));
    const second = await read(makeManifest(paged), clamped, { cursor: first.cursor });
    expect(second.end).toMatchObject({ state: 'complete', continued: true });
    expect(second.end.notes?.map(({ code }) => code)).toEqual(['RESUMED', 'LAST_PAGE_REPEATED']);
  });

  it('begins at the beginning where the list has moved', async () => {
    const { cursor } = await deferred();
    const moved = await read(makeManifest(paged), list([1, 2, 3, 5, 6, 7]), { cursor });
    expect(moved.http.lines.slice(-3)).toEqual(['GET /items?page=2', 'GET /items?page=3', 'GET /items?page=4']);
    expect(new Set(fieldsOf(moved.items, 'id'))).toEqual(new Set([1, 2, 3, 5, 6, 7]));
    expect(moved.end).toMatchObject({ state: 'complete', notes: [{ code: 'RESUMED' }, { code: 'PLACE_LOST' }] });
    expect(moved.cursor).toBeNull();
  });

  it('begins at the beginning where the source does not know the place any more', async () => {
    const { cursor } = await deferred();
    let gone = true;
    const script = (request: SeenRequest) => {
      if (request.query['page'] !== '3' || !gone) return list(ids)(request);
      gone = false;
      return { status: 400, body: { message: 'no such page' } };
    };
    const { end, items } = await read(makeManifest(paged), script, { cursor });
    expect(end.state).toBe('complete');
    expect(fieldsOf(items, 'id')).toEqual(ids);
  });

  it('begins at the beginning where a token brings another page each time it is used', async () => {
    let at = 0;
    const script = ({ query }: SeenRequest): ScriptedResponse => {
      at = query['page'] ? at + 1 : 1;
      return at === 4 ? later : { body: { items: [{ id: at }], ...(at < 6 ? { next: `scroll${at}` } : {}) } };
    };
    const scrolled = makeManifest({ retriever: tokens });
    const first = await read(scrolled, script);
    const second = await read(
      scrolled,
      (request) => {
        const response = script(request);
        return response === later ? script(request) : response;
      },
      { cursor: first.cursor },
    );
    expect(second.end.notes).toMatchObject([{ code: 'RESUMED' }, { code: 'PLACE_LOST' }]);
    expect(second.http.lines).toContain('GET /items');
  });

  it('keeps its place when it is deferred again', async () => {
    const first = await deferred();
    const again = await read(makeManifest(paged), list(ids, { 3: later }), { cursor: first.cursor });
    expect(again.end.state).toBe('deferred');
    expect(again.cursor).toEqual(first.cursor);
  });

  it('has no place before a second page was stored', async () => {
    expect((await read(makeManifest(paged), list(ids, { 1: later }))).cursor).toBeNull();
    expect((await read(makeManifest(paged), list(ids, { 2: later }))).cursor).toBeNull();
  });

  it('takes no place of another manifest', async () => {
    const { cursor } = await deferred();
    const other = makeManifest({ ...paged, requester: { request_parameters: { v: '2' } } });
    const { http, end } = await read(other, list(ids), { cursor });
    expect(http.lines[0]).toBe('GET /items?v=2');
    expect(end.continued).toBeUndefined();
  });

  it.each<[string, Record<string, ScriptedResponse>, Options]>([
    ['fails', { 4: { status: 404, body: {} } }, {}],
    ['met a page that is too long', {}, { settings: { limits: { recordsPerPage: 1 } } }],
    ['has taken all that it may', {}, { settings: { limits: { pages: 1 } } }],
    ['cannot be read on', { 4: { body: '<html>' } }, {}],
  ])('begins at the beginning after one that %s', async (_, at, options) => {
    const { cursor } = await deferred();
    const ended = await read(makeManifest(paged), list(ids, at), { ...options, cursor });
    expect(['failed', 'stalled']).toContain(ended.end.state);
    expect(ended.cursor).toBeNull();
  });

  it('is not held to a count that is that of all pages', async () => {
    const settings = { streams: { items: { expect: { declaredCount: 'total', minRecords: 7 } } } };
    const counted = (at: Record<string, ScriptedResponse>) => (request: SeenRequest) => {
      const response = list(ids, at)(request);
      return response === later ? later : { body: { ...(response.body as object), total: 7 } };
    };
    const first = await read(makeManifest(paged), counted({ 4: later }), { settings });
    expect((await read(makeManifest(paged), counted({}), { settings, cursor: first.cursor })).end.state).toBe('complete');
  });

  it('goes on with every slice that was begun, also when it is deferred at the first of them', async () => {
    const manifest = makeManifest({
      retriever: { ...pages, ...parted },
      requester: byPart,
      manifest: { concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: 3 } },
    });
    const wait = (path: string, page: string) => (request: SeenRequest) =>
      request.path.startsWith(path) && request.query['page'] === page ? later : list(ids)(request);
    const first = await read(manifest, wait('/items', '4'));
    const resumePointsOf = (cursor: Json) => (cursor as { $resume: { resumePoints: unknown[] } }).$resume.resumePoints;
    expect(resumePointsOf(first.cursor)).toHaveLength(3);
    const second = await read(manifest, wait('/items', '3'), { cursor: first.cursor });
    expect(second.cursor).toEqual(first.cursor);
    const third = await read(manifest, list(ids), { cursor: second.cursor });
    expect(third.http.lines.sort()).toEqual(['a', 'b', 'c'].flatMap((part) => [`GET /items/${part}?page=3`, `GET /items/${part}?page=4`]));
    expect(third.cursor).toBeNull();
  });

  it('leaves partitions out that are done, and reads all of them the next time', async () => {
    const manifest = makeManifest({ retriever: parted, requester: byPart });
    const script = (isLimited: boolean) => (request: SeenRequest) =>
      isLimited && request.path === '/items/c' ? later : list([1])(request);
    const first = await read(manifest, script(true));
    const second = await read(manifest, script(false), { cursor: first.cursor });
    expect(second.http.lines).toEqual(['GET /items/c']);
    const third = await read(manifest, script(false), { cursor: second.cursor });
    expect(third.http.lines).toHaveLength(3);
    expect(third.end.continued).toBeUndefined();
  });

  it('does not pass a parent of which a stretch could not be read', async () => {
    const parent = makeStream({ name: 'parents', stream: { incremental_sync: daily } });
    const parents = { type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'part', stream: parent, incremental_dependency: true };
    const manifest = makeManifest({
      retriever: { ...pages, partition_router: { type: 'SubstreamPartitionRouter', parent_stream_configs: [parents] } },
      requester: { ...byPart, request_parameters: { from: '{{ stream_interval.start_time }}' } },
      stream: { incremental_sync: { ...daily, step: 'P10D', cursor_granularity: 'P1D' } },
      manifest: { concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: 2 } },
    });
    // Two stretches are deferred in their middle and gone on with; of the others the last fails while the one before is being read.
    const script =
      (isLimited: boolean) =>
      (request: SeenRequest): ScriptedResponse => {
        if (request.path === '/parents') return { body: { items: [{ id: 1, at: '2026-01-20' }] } };
        if (request.query['from'] === '2026-01-30') return { status: 403, body: {} };
        if (isLimited && request.query['page'] === '4') return later;
        return list(isLimited && request.query['from'] === '2026-01-11' ? [1] : ids)(request);
      };
    const first = await read(manifest, script(true));
    expect(first.end.state).toBe('deferred');
    const second = await read(manifest, script(false), { cursor: first.cursor });
    expect(second.end.state).toBe('failed');
    expect((second.cursor as { parent_state?: Json }).parent_state).toBeUndefined();
  });
});

describe('a long read', () => {
  it('says where it stands while its pages are stored', async () => {
    const clock = new QuickClock();
    const { events } = await read(
      makeManifest(paged),
      (request) => {
        clock.time += 3000;
        return list(ids)(request);
      },
      { clock },
    );
    expect(events.map(({ kind }) => kind)).toEqual(['page', 'page', 'state', 'page', 'state', 'page', 'state', 'end']);
    expect(events.at(-2)).toEqual({ kind: 'state', cursor: null });
    const [early] = events.flatMap((event) => (event.kind === 'state' ? [event.cursor] : []));
    const resumed = await read(makeManifest(paged), list(ids), { cursor: early });
    expect(resumed.http.lines).toEqual(['GET /items?page=2', 'GET /items?page=3', 'GET /items?page=4']);
  });
});

describe('a stream that is read in one way without a state and in another with it', () => {
  const delegating = (full: Record<string, unknown>) => ({
    ...makeManifest(),
    streams: [
      {
        type: 'StateDelegatingStream',
        name: 'items',
        full_refresh_stream: makeStream({ retriever: pages, requester: { path: '/all' }, stream: full }),
        incremental_stream: makeStream({ requester: { path: '/new' }, stream: { incremental_sync: daily } }),
      },
    ],
  });

  it.each([
    ['without a cursor', {}],
    ['with one', { incremental_sync: daily }],
  ])('goes on with the way that it began, %s', async (_, full) => {
    const first = await read(delegating(full), list(ids, { 4: later }));
    expect(first.end.state).toBe('deferred');
    const second = await read(delegating(full), list(ids), { cursor: first.cursor });
    expect(second.http.lines[0]).toBe('GET /all?page=3');
    const third = await read(delegating(full), () => ({ body: { items: [] } }), { cursor: second.cursor });
    expect(third.http.lines).toEqual(['GET /new']);
  });

  it('is not taken for read whole when that stalled', async () => {
    const { end, cursor } = await read(delegating({}), list(ids), { settings: { limits: { pages: 2 } } });
    expect(end.state).toBe('stalled');
    expect(cursor).toBeNull();
  });

  it('is not taken for read whole when that is doubted', async () => {
    const settings = { streams: { items: { expect: { minRecords: 100 } } } };
    const { end, cursor } = await read(delegating({}), list(ids), { settings });
    expect(end.state).toBe('suspect');
    expect(cursor).toBeNull();
  });
});

it('a cursor does not move over a read that is doubted', async () => {
  const manifest = makeManifest({ stream: { incremental_sync: daily } });
  const settings = { streams: { items: { expect: { declaredCount: 'total' } } } };
  const response = () => ({ body: { items: [{ id: 1, at: '2026-01-05' }], total: 9 } });
  const { end, cursor } = await read(manifest, response, { settings, cursor: { at: '2026-01-02' } });
  expect(end.state).toBe('suspect');
  expect(cursor).toEqual({ at: '2026-01-02' });
});
