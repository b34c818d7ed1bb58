import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const option = (field_name: string, inject_into = 'request_parameter') => ({ type: 'RequestOption', inject_into, field_name });
const cursor = (more: Record<string, unknown> = {}, token: unknown = option('token')) => ({
  type: 'DefaultPaginator',
  ...(token === null ? {} : { page_token_option: token }),
  pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}', ...more },
});
const counted = (type: string, more: Record<string, unknown> = {}) => ({
  type: 'DefaultPaginator',
  page_token_option: option('from'),
  pagination_strategy: { type, page_size: 2, ...more },
});
const rows = (ids: readonly unknown[], more: Record<string, unknown> = {}): ScriptedResponse => ({
  body: { items: ids.map((id) => ({ id })), ...more },
});

interface Walked {
  ids: unknown[];
  state: string;
  reason: string | undefined;
  requests: number;
  notes: string[];
  unseen: number;
}

const walk = async (
  paginator: Record<string, unknown>,
  script: (request: SeenRequest, count: number) => ScriptedResponse,
  { retriever, requester, limits }: Record<string, Record<string, unknown>> = {},
): Promise<Walked> => {
  const http = new ScriptedHttp(script);
  const manifest = makeManifest({ retriever: { paginator, ...retriever }, requester });
  const source = await loadFolder({ manifest, http, settings: { limits: { pages: 60, ...limits } } });
  expect(source.problems).toEqual([]);
  const { items, end } = await readStream(source.streams[0]!);
  const notes = (end.notes ?? []).map(({ code }) => code);
  return { ids: fieldsOf(items, 'id'), state: end.state, reason: end.reason, requests: http.seen.length, notes, unseen: end.unseen ?? 0 };
};

describe('paging goes on', () => {
  const scroll = ({ query }: SeenRequest, count: number) =>
    rows(query['token'] === undefined ? [1, 2] : count === 2 ? [3, 4] : count === 3 ? [5] : [], { next: 's' });
  const untilEmpty = { stop_condition: '{{ not response["items"] }}' };

  it('with a token that is the same with each page, until a page is empty', async () => {
    expect(await walk(cursor(untilEmpty), scroll)).toMatchObject({ ids: [1, 2, 3, 4, 5], state: 'complete', requests: 4, notes: [] });
  });

  it.each(['body_json', 'body_data', 'header'])('with such a token in %s', async (place) => {
    const http_method = place === 'header' ? 'GET' : 'POST';
    const script = (_request: SeenRequest, count: number) => rows(count < 4 ? [count] : [], { next: 's' });
    const walked = await walk(cursor(untilEmpty, option('token', place)), script, { requester: { http_method } });
    expect(walked).toMatchObject({ ids: [1, 2, 3], state: 'complete', requests: 4 });
  });

  it('with such a token though requests are cached', async () => {
    expect(await walk(cursor(untilEmpty), scroll, { requester: { use_cache: true } })).toMatchObject({ ids: [1, 2, 3, 4, 5], requests: 4 });
  });

  it('in a parent stream that has two children, which ask for it once', async () => {
    const parent = makeStream({ name: 'parents', requester: { path: '/parents' }, retriever: { paginator: cursor(untilEmpty) } });
    const config = { type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'part', stream: parent };
    let count = 0;
    const script = (request: SeenRequest) => (request.path === '/parents' ? scroll(request, ++count) : rows([request.path]));
    const http = new ScriptedHttp(script);
    const manifest = makeManifest({
      retriever: { partition_router: { type: 'SubstreamPartitionRouter', parent_stream_configs: [config, config] } },
      requester: { path: '/items/{{ stream_partition.part }}' },
    });
    const source = await loadFolder({ manifest, http });
    expect(source.problems).toEqual([]);
    const { items } = await readStream(source.streams[0]!);
    const paths = [1, 2, 3, 4, 5].map((id) => `/items/${id}`);
    expect(fieldsOf(items, 'id').sort()).toEqual([...paths, ...paths].sort());
    expect(http.seen.filter(({ path }) => path === '/parents')).toHaveLength(4);
  });

  it('in pages that are too large to be kept as records', async () => {
    const wide = (id: number) => ({ id, text: 'x'.repeat(1_200_000) });
    const script = (_request: SeenRequest, count: number) => ({ body: { items: count < 4 ? [wide(count)] : [], next: 's' } });
    expect(await walk(cursor(untilEmpty), script)).toMatchObject({ ids: [1, 2, 3], state: 'complete' });
  });

  it.each<[what: string, strategy: Record<string, unknown>]>([
    ['a stop condition that looks for the records', { stop_condition: '{{ response["items"] | length == 0 }}' }],
    ['a token of the last record of the response', { cursor_value: '{{ response["items"][-1]["id"] if response["items"] else "" }}' }],
  ])('in pages that are read in pieces, with %s', async (_what, strategy) => {
    const wide = (id: number) => ({ id, text: 'x'.repeat(1_200_000) });
    const page = (count: number) => Array.from({ length: 8 }, (_, index) => wide(count * 10 + index));
    const script = (_request: SeenRequest, count: number) => ({ body: { items: count < 3 ? page(count) : [], next: 's' } });
    expect(await walk(cursor(strategy), script)).toMatchObject({ ids: [...page(1), ...page(2)].map(({ id }) => id), state: 'complete' });
  });

  it('where two tokens take turns and each response has other records', async () => {
    const script = (_request: SeenRequest, count: number) => rows([count], { next: count < 9 ? (count % 2 ? 'a' : 'b') : null });
    expect(await walk(cursor(), script)).toMatchObject({ ids: [1, 2, 3, 4, 5, 6, 7, 8, 9], state: 'complete' });
  });

  it('with no token in the request, where the source hands its records out one after the other', async () => {
    const script = (_request: SeenRequest, count: number) => rows(count < 4 ? [count] : [], { next: count < 4 ? count : null });
    expect(await walk(cursor({}, null), script)).toMatchObject({ ids: [1, 2, 3], state: 'complete', requests: 4 });
  });

  it('over empty pages while the source says that there is more', async () => {
    const script = ({ query }: SeenRequest) =>
      rows(['', '5'].includes(query['token'] ?? '') ? [query['token']] : [], {
        next: query['token'] === '7' ? null : String(Number(query['token'] ?? 0) + 1),
      });
    expect(await walk(cursor(), script)).toMatchObject({ ids: ['5'], state: 'complete', requests: 8 });
  });

  it('over empty pages of the same request', async () => {
    const script = (_request: SeenRequest, count: number) => rows(count % 4 ? [] : [count], { next: count < 12 ? 's' : null });
    expect(await walk(cursor(), script)).toMatchObject({ ids: [4, 8, 12], state: 'complete', requests: 12 });
  });

  it.each(['OffsetIncrement', 'PageIncrement'])('over pages of equal rows with %s', async (type) => {
    const all = ['x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'y'];
    const script = ({ query }: SeenRequest) => {
      const from = Number(query['from'] ?? 0) * (type === 'PageIncrement' ? 2 : 1);
      return rows(all.slice(from, from + 2));
    };
    expect(await walk(counted(type), script)).toMatchObject({ ids: all, state: 'complete', requests: 7 });
  });

  it('over pages that come again by chance under a moving offset', async () => {
    const all = ['x', 'y', 'x', 'y', 'x', 'y', 'z'];
    const script = ({ query }: SeenRequest) => rows(all.slice(Number(query['from'] ?? 0)).slice(0, 2));
    expect(await walk(counted('OffsetIncrement'), script)).toMatchObject({ ids: all, state: 'complete' });
  });
});

describe('paging ends where the source repeats the token it was asked with', () => {
  const last = (ids: unknown[]) => (request: SeenRequest) => rows(request.query['token'] ? ids : [1, 2], { next: 'z', at: Math.random() });

  it('and the page with it, which is not handed over again', async () => {
    expect(await walk(cursor(), last([3]))).toMatchObject({
      ids: [1, 2, 3],
      state: 'complete',
      requests: 3,
      notes: ['PAGING_REPEATED'],
    });
  });

  it('with an empty page', async () => {
    const walked = await walk(cursor(), ({ query }) => rows(query['token'] ? [] : [1], { next: 'z' }));
    expect(walked).toMatchObject({ ids: [1], state: 'complete', notes: [] });
    expect(walked.requests).toBeLessThan(15);
  });

  it('in the header Link of its last page, also where that is the only one', async () => {
    const paginator = cursor({ cursor_value: "{{ headers['link']['next']['url'] }}" }, { type: 'RequestPath' });
    const link = (page: number) => ({ link: `<https://api.test/items?page=${page}>; rel="next"` });
    const pages = (count: number) => (request: SeenRequest) => {
      const page = Number(request.query['page'] ?? 1);
      return { ...rows([page]), headers: link(Math.min(page + 1, count)) };
    };
    expect(await walk(paginator, pages(3))).toMatchObject({ ids: [1, 2, 3], state: 'complete' });
    expect(await walk(paginator, pages(1))).toMatchObject({ ids: [1, 1], state: 'complete' });
    const itself = () => ({ ...rows([1]), headers: { link: '</items>; rel="next"' } });
    expect(await walk(paginator, itself)).toMatchObject({ ids: [1], state: 'complete', requests: 2, notes: ['PAGING_REPEATED'] });
  });
});

describe('paging ends where the source gives its last page for each page after it', () => {
  it.each(['OffsetIncrement', 'PageIncrement'])('with %s', async (type) => {
    const script = ({ query }: SeenRequest) => {
      const page = Math.min(Number(query['from'] ?? 0) / (type === 'OffsetIncrement' ? 2 : 1), 2);
      return rows([page * 2, page * 2 + 1], { at: Math.random() });
    };
    const walked = await walk(counted(type), script);
    expect(walked).toMatchObject({ state: 'complete', unseen: 1, requests: 7, notes: ['LAST_PAGE_REPEATED'] });
    expect([...new Set(walked.ids)]).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('paging that ends though the response says that more follows', () => {
  const lastId = (stop_condition: string) => cursor({ cursor_value: '{{ last_record.id }}', stop_condition });
  const told = { state: 'complete', unseen: 1, notes: ['PAGING_CUT_SHORT'] };

  it.each<[string, Record<string, unknown>]>([
    ['{{ not response.has_more }}', { has_more: true }],
    ['{{ response.has_more is false }}', { has_more: true }],
    ["{{ response.get('page', {}).get('hasNext') == False }}", { page: { hasNext: true } }],
    ['{{ response.done }}', { done: false }],
    ["{{ response.more == 'false' }}", { more: 'true' }],
  ])('is told, with %s and an empty page', async (stop, flags) => {
    const script = ({ query }: SeenRequest) => rows(query['token'] ? [] : [1, 2], flags);
    expect(await walk(lastId(stop), script)).toMatchObject({ ...told, ids: [1, 2], requests: 2 });
    expect(await walk(lastId(stop), () => rows([], flags))).toMatchObject({ ...told, requests: 1 });
  });

  it('is told where a page with records has no token', async () => {
    const paginator = cursor({ stop_condition: '{{ not response.has_more }}' });
    expect(await walk(paginator, () => rows([1], { has_more: true, next: null }))).toMatchObject({ ...told, ids: [1] });
  });

  it.each(['OffsetIncrement', 'PageIncrement'])('is told where the source gives smaller pages than %s asks for', async (type) => {
    const paginator = counted(type, { page_size: 100 });
    expect(await walk(paginator, () => rows([1, 2], { page: { hasMore: true } }))).toMatchObject({ ...told, ids: [1, 2], requests: 1 });
    expect(await walk(paginator, () => rows([1, 2], { page: { hasMore: false }, active: true }))).toMatchObject({ notes: [] });
  });

  it.each<[string, Record<string, unknown>]>([
    ['{{ not response.has_more }}', { has_more: false }],
    ['{{ not response["items"] }}', { active: true }],
    ['{{ not response.next }}', { active: true }],
    ["{{ response.next == 'none' }}", { next: '', active: true }],
    ['{{ last_page_size < 1 }}', { more: true }],
  ])('is no matter with %s where no flag decides', async (stop_condition, response) => {
    expect(await walk(cursor({ stop_condition }), () => rows([1], response))).toMatchObject({ state: 'complete', unseen: 0, notes: [] });
  });
});

describe('paging stalls', () => {
  it.each([
    ['PageIncrement', counted('PageIncrement', { start_from_page: 1 })],
    ['OffsetIncrement', counted('OffsetIncrement')],
    ['counted pages without a page size', counted('PageIncrement', { page_size: undefined })],
  ])('at a source that ignores the parameter of %s', async (_what, paginator) => {
    const walked = await walk(paginator, () => rows([1, 2]));
    expect(walked).toMatchObject({ state: 'stalled', reason: expect.stringContaining('does the source know') as string });
    expect(walked.requests).toBeLessThan(7);
  });

  it('at a source that ignores the token and gives another one each time', async () => {
    const walked = await walk(cursor(), (_request, count) => rows([1, 2], { next: `n${count}` }));
    expect(walked).toMatchObject({ state: 'stalled', ids: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] });
  });

  it('at a source that gives its first page again for the token of that page', async () => {
    const walked = await walk(cursor(), () => rows([1, 2], { next: 'a' }));
    expect(walked).toMatchObject({ state: 'stalled', requests: 3, reason: expect.stringContaining('page_token_option') as string });
  });

  it('at a token that never reaches the source', async () => {
    const walked = await walk(cursor({}, null), () => rows([1, 2], { next: 'a' }));
    expect(walked).toMatchObject({
      ids: [1, 2],
      state: 'stalled',
      requests: 2,
      reason: expect.stringContaining('request does not') as string,
    });
  });

  it.each([2, 3, 20])('in a circle of %i tokens', async (length) => {
    const script = ({ query }: SeenRequest) => {
      const at = Number(query['token'] ?? 0);
      return rows([at], { next: String((at + 1) % length) });
    };
    const walked = await walk(cursor(), script);
    expect(walked).toMatchObject({ state: 'stalled' });
    expect(walked.requests).toBeLessThan(2 * length + 3);
  });

  it('where every record is filtered out and the parameter is ignored', async () => {
    const record_selector = {
      type: 'RecordSelector',
      extractor: { type: 'DpathExtractor', field_path: ['items'] },
      record_filter: { type: 'RecordFilter', condition: '{{ record.id > 5 }}' },
    };
    const walked = await walk(counted('PageIncrement'), () => rows([1, 2]), { retriever: { record_selector } });
    expect(walked.state).toBe('stalled');
    expect(walked.requests).toBeLessThan(7);
  });

  it('at limits.pages where the same token brings ever more, and says so', async () => {
    const walked = await walk(cursor(), (_request, count) => rows([count], { next: 's' }), { limits: { pages: 12 } });
    expect(walked).toMatchObject({ state: 'stalled', requests: 12, reason: expect.stringContaining('limits.pages') as string });
  });
});
