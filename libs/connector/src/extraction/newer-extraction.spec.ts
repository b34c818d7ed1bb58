import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const read = async (extractor: Record<string, unknown>, body: unknown) => {
  const manifest = makeManifest({ retriever: { record_selector: { type: 'RecordSelector', extractor } } });
  const source = await loadFolder({ manifest, http: new ScriptedHttp(() => ({ body })) });
  expect(source.problems).toEqual([]);
  return (await readStream(source.streams[0]!)).items.flatMap((item) => (item.kind === 'record' ? [item.data] : []));
};
const dpath = (...field_path: string[]) => ({ type: 'DpathExtractor', field_path });
const body = { a: [{ id: 1 }, {}], b: [{ id: 2 }] };

describe('CombinedExtractor', () => {
  const combined = (more: Record<string, unknown> = {}, ...paths: string[]) => ({
    type: 'CombinedExtractor',
    extractors: paths.map((path) => dpath(path)),
    ...more,
  });

  it.each([
    ['all items of all extractors', combined({}, 'a', 'b'), [{ id: 1 }, {}, { id: 2 }]],
    ['without the empty ones', combined({ skip_empty_records: true }, 'b', 'a'), [{ id: 2 }, { id: 1 }]],
    ['the first extractor that finds any', combined({ mode: 'first_match' }, 'none', 'b', 'a'), [{ id: 2 }]],
  ])('gives %s', async (_what, extractor, expected) => {
    const manifest = makeManifest({ stream: { primary_key: [] }, retriever: { record_selector: { type: 'RecordSelector', extractor } } });
    const source = await loadFolder({ manifest, http: new ScriptedHttp(() => ({ body })) });
    const { items } = await readStream(source.streams[0]!);
    expect(items.map((item) => ('data' in item ? item.data : item.kind))).toEqual(expected);
  });
});

describe('RecordExpander', () => {
  const order = { id: 7, at: 'now', buyer: { name: 'me' }, lines: { rows: [{ id: 1, at: 'then' }, { id: 2 }], count: 2 } };
  const expanded = (more: Record<string, unknown>) => ({
    ...dpath('orders'),
    record_expander: { type: 'RecordExpander', expand_records_from_field: ['lines', 'rows'], ...more },
  });

  it('merges the parent into each element, which has the last word', async () => {
    expect(await read(expanded({ merge_parent: true }), { orders: [order] })).toEqual([
      { id: 1, at: 'then', buyer: { name: 'me' }, lines: { count: 2 } },
      { id: 2, at: 'now', buyer: { name: 'me' }, lines: { count: 2 } },
    ]);
  });

  it('copies single fields of the parent', async () => {
    const parent_fields = [
      { type: 'ParentFieldPath', parent_path: ['buyer', 'name'], record_path: ['order', 'by'] },
      { type: 'ParentFieldPath', parent_path: ['none'], record_path: ['none'] },
    ];
    expect(await read(expanded({ parent_fields }), { orders: [order] })).toEqual([
      { id: 1, at: 'then', order: { by: 'me' }, none: null },
      { id: 2, order: { by: 'me' }, none: null },
    ]);
  });

  const lists = (more: Record<string, unknown> = {}) => ({
    truncation_indicator_path: ['lines', 'more'],
    truncated_list_retriever: {
      ...(makeStream({ fieldPath: [] })['retriever'] as Record<string, unknown>),
      requester: {
        type: 'HttpRequester',
        url: "https://api.test/lines/{{ stream_slice['parent_record'].id }}",
        http_method: 'GET',
        ...more,
      },
    },
  });
  const load = (more: Record<string, unknown>, http: ScriptedHttp) => {
    const record_selector = { type: 'RecordSelector', extractor: expanded(more) };
    return loadFolder({ manifest: makeManifest({ retriever: { record_selector } }), http });
  };
  const orders = [
    { id: 7, lines: { more: true, rows: [{ id: 1 }] } },
    { id: 8, lines: { more: false, rows: [{ id: 2 }] } },
    { id: 9, lines: { more: true, rows: [{ id: 3 }] } },
  ];

  it('asks for the rest of a list that is cut short, and keeps it with the page', async () => {
    const http = new ScriptedHttp(({ path }) => ({
      body: path === '/items' ? { orders } : path === '/lines/9' ? [] : [{ id: 1 }, { id: 5 }],
    }));
    const source = await load(lists(), http);
    expect(source.problems).toEqual([]);
    const { items, pages, end } = await readStream(source.streams[0]!);
    expect(http.lines).toEqual(['GET /items', 'GET /lines/7', 'GET /lines/9']);
    expect([fieldsOf(items, 'id'), pages.length, end.state]).toEqual([[1, 5, 2, 3], 1, 'complete']);
  });

  it('fails where the rest of a list cannot be had', async () => {
    const http = new ScriptedHttp(({ path }) => (path === '/items' ? { body: { orders } } : { status: 403 }));
    const { end, pages } = await readStream((await load(lists(), http)).streams[0]!);
    expect([end.state, pages]).toEqual(['failed', []]);
  });

  it.each([
    ['without a place that says so', { ...lists(), truncation_indicator_path: undefined }, /needs truncation_indicator_path/],
    ['with a list at many places', { ...lists(), expand_records_from_field: ['*', 'rows'] }, /must lead to one field/],
    [
      'with partitions of its own',
      {
        ...lists(),
        truncated_list_retriever: { ...lists().truncated_list_retriever, pagination_reset: { type: 'PaginationReset', action: 'RESET' } },
      },
      /pagination_reset cannot be used/,
    ],
  ])('does not ask for the rest %s', async (_what, more, problem) => {
    const { problems } = await load(more, new ScriptedHttp(() => ({ body })));
    expect(problems.join('\n')).toMatch(problem);
  });
});

describe('WaitTimeFromResponse', () => {
  it.each([
    ['{{ response.error.seconds }}', 7000],
    ["{{ headers['x-wait'] }}", 3000],
    ['{{ response.none.seconds }}', 9000],
    ['{{ 0 }}', 9000],
  ])('%s', async (wait_time_in_seconds, ms) => {
    const backoff_strategies = [
      { type: 'WaitTimeFromResponse', wait_time_in_seconds },
      { type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 9 },
    ];
    const waits: number[] = [];
    const http = new ScriptedHttp((_request, count) =>
      count === 1 ? { status: 503, headers: { 'x-wait': '3' }, body: { error: { seconds: 7 } } } : { body: { items: [{ id: 1 }] } },
    );
    const manifest = makeManifest({ requester: { error_handler: { type: 'DefaultErrorHandler', backoff_strategies } } });
    const { streams } = await loadFolder({ manifest, http });
    const { events, items } = await readStream(streams[0]!);
    for (const event of events) if (event.kind === 'wait') waits.push(event.ms);
    expect(waits).toEqual([ms]);
    expect(fieldsOf(items, 'id')).toEqual([1]);
  });
});
