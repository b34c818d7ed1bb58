import { readFrom, recordsOf, type Given, type Upstream } from './hostile-source.factory';

const json = { 'content-type': 'application/json' };

/** Every page is new, and there is always one more. */
const endless: Upstream = (_request, answer, count) =>
  void answer.writeHead(200, json).end(JSON.stringify({ items: [{ id: count, text: 'x'.repeat(1000) }], next: `page-${count}` }));

const paginator = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
  pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}' },
};

const read = (limits: object, given: Partial<Given> = {}) => readFrom({ upstream: endless, paginator, settings: { limits }, ...given });

describe('a source that gives more and more, and never the same (faults 24 and 27)', () => {
  it('is left after so many pages, and what came is kept', async () => {
    const outcome = await read({ pages: 5 });
    expect(outcome).toMatchObject({
      end: { state: 'stalled', reason: expect.stringContaining('limits.pages') },
      pages: Array(5).fill(200),
    });
    expect(recordsOf(outcome)).toHaveLength(5);
  });

  it('is left after so many bytes, and what came is kept', async () => {
    const outcome = await read({ bytes: 4000 });
    expect(outcome.end).toMatchObject({ state: 'stalled', reason: expect.stringContaining('limits.bytes') });
    expect(recordsOf(outcome)).toHaveLength(3);
  });

  it('is left after so many bytes of all its partitions together', async () => {
    const partition_router = {
      type: 'ListPartitionRouter',
      values: ['a', 'b', 'c', 'd', 'e'],
      cursor_field: 'part',
      request_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'part' },
    };
    const outcome = await read({ bytes: 2500 }, { paginator: undefined, retriever: { partition_router } });
    expect(outcome.end).toMatchObject({ state: 'stalled', reason: expect.stringContaining('limits.bytes') });
    expect(outcome.requests.map(({ path }) => path)).toEqual(['/items?part=a', '/items?part=b', '/items?part=c']);
    expect(recordsOf(outcome)).toHaveLength(2);
  });

  it('is left for later after so many minutes, and keeps the last page it stored as the place to go on from', async () => {
    const slow: Upstream = (request, answer, count) =>
      count % 2 ? void answer.writeHead(429, { 'retry-after': '25' }).end() : endless(request, answer, count);
    const outcome = await read({ minutes: 1 }, { upstream: slow });
    expect(outcome.end).toMatchObject({ state: 'deferred', resumeAt: expect.any(String) });
    expect(outcome.pages).toEqual([200, 200]);
    const lastStored = expect.objectContaining({ token: 'page-2', check: expect.any(String) });
    expect(outcome.cursor).toMatchObject({ $resume: { resumePoints: [lastStored] } });
  });

  it('that only takes its time is told apart from one that asks to wait', async () => {
    const slow: Upstream = (request, answer, count) =>
      count % 2 ? void answer.writeHead(429, { 'retry-after': '60' }).end() : endless(request, answer, count);
    const { end } = await read({ minutes: 1 }, { upstream: slow });
    expect(end).toMatchObject({ state: 'deferred', reason: expect.stringContaining('limits.minutes') });
  });
});

describe('a page that is too much (fault 24)', () => {
  const three: Upstream = (_request, answer) => void answer.writeHead(200, json).end('{"items": [{"id": 1}, {"id": 2}, {"id": 3}]}');

  it('by its records is kept up to there, and the rest is refused', async () => {
    const outcome = await read({ recordsPerPage: 2 }, { upstream: three, paginator: undefined });
    expect(outcome).toMatchObject({
      end: { state: 'stalled', reason: expect.stringContaining('limits.recordsPerPage') },
      pages: [200],
      unreadable: ['TOO_LARGE'],
    });
    expect(recordsOf(outcome)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('by its bytes is not taken in', async () => {
    const outcome = await read({ pageBytes: 20 }, { upstream: three, paginator: undefined });
    expect(outcome).toMatchObject({ end: { state: 'failed', reason: expect.stringContaining('limits.pageBytes') }, pages: [] });
  });
});

it('a parent stream whose paging repeats (fault 27) ends the run of its child as stalled', async () => {
  const upstream: Upstream = (request, answer) =>
    void answer.writeHead(200, json).end(request.url!.startsWith('/parents') ? '{"items": [{"id": 1}], "next": "again"}' : '{"items": []}');
  const parent = {
    type: 'DeclarativeStream',
    name: 'parents',
    primary_key: 'id',
    retriever: {
      type: 'SimpleRetriever',
      requester: { type: 'HttpRequester', url_base: '{base}', path: '/parents' },
      record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['items'] } },
      paginator,
    },
  };
  const partition_router = {
    type: 'SubstreamPartitionRouter',
    parent_stream_configs: [{ type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'parent', stream: parent }],
  };
  const outcome = await readFrom({ upstream, retriever: { partition_router } });
  expect(outcome.end).toMatchObject({ state: 'stalled', reason: expect.stringMatching(/as without it|in a circle|came again/) });
});
