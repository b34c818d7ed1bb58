import { HttpError } from '@twl/ports';
import { makeManifest, makeStream, type ManifestStreamParts } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, QuickClock, readStream, type ReadChoices } from '../testing/source-folder';

const byPage = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
};
const pageIncrement = { ...byPage, pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1 } };
const parted = { partition_router: { type: 'ListPartitionRouter', cursor_field: 'part', values: ['a', 'b', 'c'] } };
const parents = { type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'part', stream: makeStream({ name: 'parents' }) };
const byParent = { type: 'SubstreamPartitionRouter', parent_stream_configs: [parents] };
const byPart = { path: '/items/{{ stream_partition.part }}' };
const daily = { type: 'DatetimeBasedCursor', cursor_field: 'at', datetime_format: '%Y-%m-%d', start_datetime: '2026-01-01' };
const tokens = { ...byPage, pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}' } };

const read = async (
  parts: ManifestStreamParts,
  script: (request: SeenRequest, count: number) => ScriptedResponse,
  choices: ReadChoices & { settings?: unknown; clock?: QuickClock } = {},
) => {
  const http = new ScriptedHttp(script);
  const { settings, clock, ...options } = choices;
  const source = await loadFolder({ manifest: makeManifest(parts), settings, http, clock });
  expect(source.problems).toEqual([]);
  return { http, ...(await readStream(source.streams[0]!, options)) };
};
const items = (...ids: unknown[]) => ({ body: { items: ids.map((id) => ({ id })) } });

describe('reading a stream', () => {
  it('walks the pages until one is not full', async () => {
    const {
      http,
      items: found,
      end,
    } = await read({ retriever: { paginator: pageIncrement } }, ({ query }) => (query['page'] === '2' ? items(3) : items(1, 2)));
    expect(http.lines).toEqual(['GET /items', 'GET /items?page=2']);
    expect(fieldsOf(found, 'id')).toEqual([1, 2, 3]);
    expect(end).toMatchObject({ kind: 'end', state: 'complete' });
  });

  it('hands a page over before it looks into it', async () => {
    const order: string[] = [];
    const { end } = await read({ retriever: { paginator: tokens } }, (_request, count) => {
      order.push(`request ${count}`);
      return count === 1 ? { body: { items: [], next: 'b' } } : { body: '<html>' };
    });
    expect(order).toEqual(['request 1', 'request 2']);
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringMatching(/JSON/i) as string });
  });

  it('asks conditionally and hands out what was there before', async () => {
    const first = await read({}, () => ({ ...items(1, 2), headers: { etag: 'W/"1"' } }));
    const body = first.pages[0]!.body;
    const previous = () => ({
      etag: 'W/"1"',
      sha256: body.sha256,
      key: 'k',
      page: { runId: 'r', runSeq: 1, pageIndex: 0 },
      counts: {} as never,
      open: async () => body,
    });
    const second = await read({}, ({ headers }) => (headers['if-none-match'] === 'W/"1"' ? { status: 304, body: '' } : items(9)), {
      previous,
    });
    expect(second.pages[0]).toMatchObject({ same: true, status: 200 });
    expect(fieldsOf(second.items, 'id')).toEqual([1, 2]);
  });

  it('knows the same content without a validator', async () => {
    const first = await read({}, () => items(1));
    const body = first.pages[0]!.body;
    const previous = () => ({
      sha256: body.sha256,
      key: 'k',
      page: { runId: 'r', runSeq: 1, pageIndex: 0 },
      counts: {} as never,
      open: async () => body,
    });
    expect((await read({}, () => items(1), { previous })).pages[0]!.same).toBe(true);
    expect((await read({}, () => items(2), { previous })).pages[0]!.same).toBe(false);
  });

  it('finds the same in pages that are extracted as they come', async () => {
    const transformed = { transformations: [{ type: 'AddFields', fields: [{ path: ['twice'], value: '{{ record.id * 2 }}' }] }] };
    const parts = { retriever: { paginator: pageIncrement }, stream: transformed };
    const script = ({ query }: SeenRequest) => (query['page'] === '2' ? items(3) : items(1, 2));
    const [apart, together] = [await read(parts, script), await read(parts, script, { extracts: true })];
    expect(together.items).toEqual(apart.items);
    expect(fieldsOf(together.items, 'twice')).toEqual([2, 4, 6]);
    expect(together.end).toEqual(apart.end);
  });

  describe('when a page has nulls in place of records', () => {
    it('goes on', async () => {
      const script = ({ query }: SeenRequest) =>
        query['page'] === '2' ? items(null, null) : query['page'] === '3' ? items(5) : items(1, 2);
      const nulls = ({ query }: SeenRequest) =>
        query['page'] === '2' ? { body: { items: [null, null] } } : script({ query } as SeenRequest);
      const { end, items: found } = await read({ retriever: { paginator: pageIncrement } }, nulls);
      expect(end.state).toBe('complete');
      expect(fieldsOf(found, 'id')).toEqual([1, 2, 5]);
    });
  });

  describe('when a request fails', () => {
    it('tries again, and says that it waits', async () => {
      const { end, events } = await read({}, (_request, count) => (count < 3 ? { status: 503, body: 'busy' } : items(1)));
      expect(end.state).toBe('complete');
      expect(events.filter(({ kind }) => kind === 'wait')).toHaveLength(2);
    });

    it('waits as long as the source asks', async () => {
      const clock = new QuickClock();
      await read({}, (_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '7' } } : items(1)), { clock });
      expect(clock.sleeps).toEqual([7000]);
    });

    it('fails with the reason for a response that no try can better', async () => {
      const { end } = await read({}, () => ({ status: 404, body: { message: 'no such thing' } }));
      expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('404') as string });
    });

    it('gives up on a source that is away', async () => {
      const { end } = await read({}, () => ({ error: new HttpError('HTTP_UNREACHABLE', 'connection refused') }));
      expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('connection refused') as string });
    });

    it('reads the other partitions, keeps the state of those, and fails at the end', async () => {
      const script = ({ path }: SeenRequest) =>
        path === '/items/b' ? { status: 403, body: {} } : { body: { items: [{ id: path, at: '2026-01-05' }] } };
      const result = await read({ retriever: parted, requester: byPart, stream: { incremental_sync: daily } }, script);
      expect(result.http.lines).toEqual(['GET /items/a', 'GET /items/b', 'GET /items/c']);
      expect(fieldsOf(result.items, 'id')).toEqual(['/items/a', '/items/c']);
      expect(result.end).toMatchObject({ state: 'failed', reason: expect.stringContaining('403') as string });
      expect(result.cursor).toEqual({
        use_global_cursor: false,
        lookback_window: 0,
        states: [
          { partition: { part: 'a' }, cursor: { at: '2026-01-05' } },
          { partition: { part: 'b' }, cursor: { at: '2026-01-01' } },
          { partition: { part: 'c' }, cursor: { at: '2026-01-05' } },
        ],
      });
    });

    it('says of parents without a state that they have none', async () => {
      const script = ({ path }: SeenRequest) =>
        path === '/parents' ? items(1, 2) : path === '/items/2' ? { status: 403, body: {} } : { body: { items: [] } };
      const parts = { retriever: { partition_router: byParent }, requester: byPart, stream: { incremental_sync: daily } };
      const { cursor } = await read(parts, script);
      expect(cursor).toMatchObject({ parent_state: {}, states: [{ partition: { part: 1 } }, { partition: { part: 2 } }] });
    });

    it('fails where records of a parent could not be read, after all that is below the others', async () => {
      const script = ({ path }: SeenRequest) => (path === '/parents' ? { body: { items: [{ id: 1 }, 'no record'] } } : items(7));
      const { http, end } = await read({ retriever: { partition_router: byParent }, requester: byPart }, script);
      expect(http.lines).toEqual(['GET /parents', 'GET /items/1']);
      expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('1 records of a parent stream') as string });
    });

    it('remembers nothing where no partition could be read', async () => {
      const result = await read({ retriever: parted, requester: byPart }, () => ({ status: 403, body: {} }));
      expect(result.http.lines).toHaveLength(3);
      expect(result.end.state).toBe('failed');
      expect(result.cursor).toBeNull();
    });

    it('ends when it is told to', async () => {
      const stop = new AbortController();
      const script = (_request: SeenRequest, count: number) => {
        if (count === 2) stop.abort();
        return items(count * 2, count * 2 + 1);
      };
      const { end } = await read({ retriever: { paginator: pageIncrement } }, script, { signal: stop.signal });
      expect(end).toMatchObject({ state: 'failed', reason: 'the read was cancelled' });
    });
  });

  describe('when the response is a success in name only', () => {
    it('doubts an empty response that declares records', async () => {
      const { end } = await read({}, () => ({ body: { items: [], total: 7 } }), {
        settings: { streams: { items: { expect: { declaredCount: 'total' } } } },
      });
      expect(end).toMatchObject({ state: 'suspect', reason: '0 records came where the source declares 7' });
    });

    it('trusts a declared count that is that of all pages together', async () => {
      const script = ({ query }: SeenRequest) => ({ body: { items: query['page'] ? [{ id: 3 }] : [{ id: 1 }, { id: 2 }], total: 3 } });
      const { end } = await read({ retriever: { paginator: pageIncrement } }, script, {
        settings: { streams: { items: { expect: { declaredCount: 'total' } } } },
      });
      expect(end.state).toBe('complete');
    });

    it('doubts fewer records than expected', async () => {
      const { end } = await read({}, () => items(1), { settings: { streams: { items: { expect: { minRecords: 2 } } } } });
      expect(end).toMatchObject({ state: 'suspect' });
    });
  });

  it('takes declared fields out of a page before it is handed out', async () => {
    const script = () => ({ body: { items: [{ id: 1, login: { name: 'a', password: 'hunter22' }, ssn: '123-45' }] } });
    const redact = ['login.password', { field: 'ssn', how: 'hash' }];
    const { pages, items: found } = await read({}, script, { settings: { streams: { items: { redact } } } });
    const chunks: Uint8Array[] = [];
    for await (const chunk of pages[0]!.body.open()) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).not.toMatch(/hunter22|123-45/);
    expect(found[0]).toMatchObject({ data: { login: { name: 'a' }, ssn: expect.stringMatching(/^sha256:/) as string } });
  });

  it('refuses records without a key, and keeps the others', async () => {
    const { items: found } = await read({}, () => ({ body: { items: [{ id: 1 }, { name: 'x' }, { id: null }, { id: {} }] } }));
    expect(found.map((item) => (item.kind === 'refused' ? item.reason : item.kind))).toEqual([
      'record',
      'KEY_MISSING',
      'KEY_MISSING',
      'KEY_INVALID',
    ]);
  });
});
