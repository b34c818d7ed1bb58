import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';
import { chunkProperties } from './property-chunks';

const queryOf = (changes: Record<string, unknown>) => ({
  request_parameters: { fields: { type: 'QueryProperties', property_list: ['a', 'b', 'c'], ...changes } },
});
const chunking = (changes: Record<string, unknown> = {}) => ({
  property_chunking: {
    type: 'PropertyChunking',
    property_limit_type: 'property_count',
    property_limit: 2,
    record_merge_strategy: { type: 'GroupByKeyMergeStrategy', key: 'id' },
    ...changes,
  },
});

const read = async (
  requester: Record<string, unknown>,
  response: (request: SeenRequest) => unknown[],
  stream: Record<string, unknown> = {},
) => {
  const http = new ScriptedHttp((request) => ({ body: { items: response(request) } }));
  const source = await loadFolder({ manifest: makeManifest({ requester, stream }), http });
  expect(source.problems).toEqual([]);
  const result = await readStream(source.streams[0]!);
  return { http, ...result, records: result.items.map((item) => (item.kind === 'record' ? item.data : item)) };
};
/** Every record has exactly the fields that were asked for. */
const answered = ({ query }: SeenRequest) =>
  ['x', 'y'].map((id) =>
    Object.fromEntries((query['fields'] ?? '').split(',').map((field) => [field, field === 'id' ? id : `${id}.${field}`])),
  );

describe('QueryProperties', () => {
  it('asks for all of them at once', async () => {
    const { http } = await read(queryOf({ always_include_properties: ['id'] }), answered);
    expect(http.lines).toEqual(['GET /items?fields=id,a,b,c']);
  });

  it('asks for some at a time, and puts the parts of a record together', async () => {
    const { http, records, pages, end } = await read(queryOf({ always_include_properties: ['id'], ...chunking() }), answered);
    expect(http.lines).toEqual(['GET /items?fields=id,a,b', 'GET /items?fields=id,c']);
    expect(records).toEqual(['x', 'y'].map((id) => ({ id, a: `${id}.a`, b: `${id}.b`, c: `${id}.c` })));
    expect([pages.length, end.state]).toEqual([1, 'complete']);
  });

  it('keeps records apart that have no key', async () => {
    const { items } = await read(queryOf(chunking()), () => [{ name: 'n' }]);
    expect(items).toHaveLength(2);
  });

  it('keeps records apart whose keys would join to the same text', async () => {
    const strategy = { record_merge_strategy: { type: 'GroupByKeyMergeStrategy', key: ['a', 'b'] } };
    const rows = [
      { id: 1, a: 'x,y', b: 'z' },
      { id: 2, a: 'x', b: 'y,z' },
    ];
    const { records } = await read(queryOf(chunking(strategy)), () => rows);
    expect(records).toEqual(rows);
  });

  it.each(['id', 'missing'])('pages by the records of the last part alone, put together by %s', async (key) => {
    const paginator = {
      type: 'DefaultPaginator',
      pagination_strategy: { type: 'OffsetIncrement', page_size: 2 },
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'offset' },
    };
    const strategy = { record_merge_strategy: { type: 'GroupByKeyMergeStrategy', key } };
    const record_selector = {
      type: 'RecordSelector',
      extractor: { type: 'DpathExtractor', field_path: ['items'] },
      record_filter: { type: 'RecordFilter', condition: "{{ record.id != 'r1' }}" },
    };
    const rows = ['r0', 'r1', 'r2'].map((id) => ({ id }));
    const response = ({ query }: SeenRequest) => rows.slice(Number(query['offset'] ?? 0)).slice(0, 2);
    const requester = queryOf({ always_include_properties: ['id'], ...chunking(strategy) });
    const { http } = await read({}, response, makeStream({ requester, retriever: { paginator, record_selector } }));
    expect(http.lines.map((line) => /offset=.*/.exec(line)?.[0] ?? '')).toEqual(['', '', 'offset=2', 'offset=2']);
  });

  const ignored: [what: string, fields: string, expected: string[]][] = [
    ['goes on where it was not the last one', 'id,a,b', ['id,a,b', 'id,c', 'id,a,b', 'id,c']],
    ['ends where it was the last one', 'id,c', ['id,a,b', 'id,c']],
  ];
  it.each(ignored)('keeps the other parts of a page when one is ignored, and %s', async (_what, fields, expected) => {
    const paginator = {
      type: 'DefaultPaginator',
      pagination_strategy: { type: 'PageIncrement' },
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
    };
    const response_filters = [{ type: 'HttpResponseFilter', action: 'IGNORE', http_codes: [404] }];
    const error_handler = { type: 'DefaultErrorHandler', response_filters };
    const requester = { error_handler, ...queryOf({ always_include_properties: ['id'], ...chunking() }) };
    const http = new ScriptedHttp(({ query }) =>
      query['fields'] === fields ? { status: 404 } : { body: { items: query['page'] ? [] : [{ id: 'x' }] } },
    );
    const source = await loadFolder({ manifest: makeManifest({ requester, retriever: { paginator } }), http });
    const { items, end } = await readStream(source.streams[0]!);
    expect(http.seen.map(({ query }) => query['fields'])).toEqual(expected);
    expect([items.length, end.state]).toEqual([1, 'complete']);
  });

  it('learns the properties from the source', async () => {
    const { retriever } = makeStream({ name: 'properties' });
    const requester = queryOf({ property_list: { type: 'PropertiesFromEndpoint', property_field_path: ['name'], retriever } });
    const { http } = await read(requester, ({ path }) => (path === '/properties' ? [{ name: 'p' }, { name: 'q' }] : [{ id: 1 }]));
    expect(http.lines).toEqual(['GET /properties', 'GET /items?fields=p,q']);
  });

  it('asks for those that the schema names', async () => {
    const schema_loader = { type: 'InlineSchemaLoader', schema: { type: 'object', properties: { A: {}, c: {} } } };
    const property_selector = { type: 'JsonSchemaPropertySelector', transformations: [{ type: 'KeysToLower' }] };
    const { http } = await read(queryOf({ property_selector }), () => [{ id: 1 }], { schema_loader });
    expect(http.lines).toEqual(['GET /items?fields=a,c']);
  });

  const chunks: [what: string, limit: number | undefined, countsCharacters: boolean, expected: string[][]][] = [
    ['by number', 2, false, [['a', 'bb'], ['ccc', 'dddd'], ['e']]],
    ['by length, a delimiter counting as three', 10, true, [['a', 'bb'], ['ccc'], ['dddd'], ['e']]],
    ['not at all', undefined, false, [['a', 'bb', 'ccc', 'dddd', 'e']]],
  ];
  it.each(chunks)('divides them %s', (_what, limit, countsCharacters, expected) => {
    expect(chunkProperties(['a', 'bb', 'ccc', 'dddd', 'e'], { limit, countsCharacters, always: [] })).toEqual(expected);
  });
});
