import type { JsonObject } from '@twl/contracts';
import { resolveManifest } from '@twl/connector';
import type { Asked } from '../local-api';
import { findEndpoints } from './endpoints';
import { stubApi } from './stub-api';
import { tokenPaths } from './token-paths';

const base = 'http://local';

const stream = (requester: object, { retriever, stream: parts }: { retriever?: object; stream?: object } = {}): JsonObject =>
  ({
    type: 'DeclarativeStream',
    name: 'items',
    primary_key: 'id',
    retriever: {
      type: 'SimpleRetriever',
      requester: { type: 'HttpRequester', url_base: 'https://api.test/v1', ...requester },
      record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['data'] } },
      ...retriever,
    },
    ...parts,
  }) as JsonObject;

const ask = async (streams: JsonObject[], path: string, query: Record<string, string> = {}): Promise<unknown> => {
  const manifest = resolveManifest(JSON.stringify({ type: 'DeclarativeSource', streams }), 'manifest.yaml');
  const api = stubApi({ endpoints: findEndpoints(manifest), tokenPaths: tokenPaths(manifest) }, base);
  const asked: Asked = { method: 'GET', path, query, pairs: Object.entries(query), headers: {}, body: '', count: 1 };
  const { body } = await api(asked);
  return JSON.parse(String(body)) as unknown;
};

const offset = {
  paginator: {
    type: 'DefaultPaginator',
    page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'offset' },
    pagination_strategy: { type: 'OffsetIncrement', page_size: 3 },
  },
};
const cursor = {
  paginator: {
    ...offset.paginator,
    pagination_strategy: {
      type: 'CursorPagination',
      cursor_value: '{{ response.meta.next_token }}',
      stop_condition: '{{ not response.has_more }}',
    },
  },
};

describe('the stub', () => {
  it('has records where the stream looks for them, made as its schema says', async () => {
    const schema = {
      type: 'object',
      properties: { id: { type: 'string' }, ok: { type: 'boolean' }, at: { type: 'string', format: 'date' } },
    };
    const parts = { stream: { schema_loader: { type: 'InlineSchemaLoader', schema } } };
    expect(await ask([stream({ path: 'items' }, parts)], '/api.test/v1/items')).toEqual({
      data: [
        { id: '7', ok: true, at: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string },
        { id: '8', ok: false, at: expect.any(String) as string },
      ],
    });
  });

  it('answers for the stream whose address fits most closely', async () => {
    const root = { record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } } };
    const streams = [stream({ path: 'items/{{ config.any }}' }), stream({ path: 'items/all' }, { retriever: root })];
    expect(await ask(streams, '/api.test/v1/items/9')).toHaveProperty('data');
    expect(await ask(streams, '/api.test/v1/items/all')).toEqual([{ id: 7 }, { id: 8 }]);
  });

  it('knows an address that is chosen in a template', async () => {
    const path = "{%- set hosts = { 'a': 'https://a.test' } -%} items/{% if config.x %}x{% else %}y{% endif %}";
    expect(await ask([stream({ path })], '/api.test/v1/items/y')).toHaveProperty('data');
  });

  it('takes no address that may be any for one to log in at', async () => {
    const streams = [stream({ url_base: '{{ download_target }}' })];
    expect(await ask(streams, '/any.test')).toHaveProperty('data');
    expect(await ask(streams, '/any.test/oauth/token')).toHaveProperty('access_token');
  });

  const of = (...ids: number[]) => ({ data: ids.map((id) => ({ id })) });
  it.each([
    ['a full first page', offset, {}, of(7, 8, 9)],
    ['a last page', offset, { offset: '3' }, of(1007)],
    ['nothing beyond it', offset, { offset: '4' }, of()],
    ['a token of the next page', cursor, {}, { ...of(7, 8), has_more: true, meta: { next_token: 'stub-page-2' } }],
    ['no token at the end', cursor, { offset: 'stub-page-2' }, { ...of(1007), has_more: false, meta: { next_token: '' } }],
  ])('has %s', async (_what, retriever, query, body) => {
    const streams = [stream({ path: '/items/' }, { retriever })];
    expect(await ask(streams, '/api.test/v1/items', query as Record<string, string>)).toEqual(body);
  });

  it('has a token in the last record, where it is read there', async () => {
    const strategy = { type: 'CursorPagination', cursor_value: "{{ response['data'][-1]['uuid'] }}" };
    const retriever = { paginator: { ...offset.paginator, pagination_strategy: strategy } };
    const body = { data: [{ id: 7 }, { id: 8, uuid: 'stub-page-2' }] };
    expect(await ask([stream({ path: 'items' }, { retriever })], '/api.test/v1/items')).toEqual(body);
  });

  it('gives parents the keys that their children are found by', async () => {
    const parent = stream({ path: 'parents' }, { stream: { name: 'parents', primary_key: undefined } });
    const router = {
      type: 'SubstreamPartitionRouter',
      parent_stream_configs: [{ type: 'ParentStreamConfig', parent_key: 'a/b', stream: parent }],
    };
    const child = stream({ path: 'items/{{ stream_partition.x }}' }, { retriever: { partition_router: router } });
    expect(await ask([child], '/api.test/v1/parents')).toMatchObject({ data: [{ a: { b: 7 } }, { a: { b: 8 } }] });
  });

  it('says of a job that it is done, and gives its result', async () => {
    const extractor = (...path: string[]) => ({ type: 'DpathExtractor', field_path: path });
    const retriever = {
      type: 'AsyncRetriever',
      status_mapping: { completed: ['ready'] },
      status_extractor: extractor('status'),
      download_target_extractor: extractor('urls'),
      record_selector: { type: 'RecordSelector', extractor: extractor() },
      polling_requester: { type: 'HttpRequester', url_base: 'https://api.test/jobs/{{ creation_response.id }}' },
      download_requester: { type: 'HttpRequester', url_base: '{{ download_target }}' },
    };
    const streams = [{ type: 'DeclarativeStream', name: 'items', primary_key: 'id', retriever } as JsonObject];
    expect(await ask(streams, '/api.test/jobs/1')).toMatchObject({ status: 'ready', urls: `${base}/stub-result` });
    expect(await ask(streams, '/stub-result')).toEqual([{ id: 7 }, { id: 8 }]);
  });

  it('gives tokens to whoever logs in', async () => {
    expect(await ask([], '/login')).toMatchObject({ access_token: 'stub-token', expires_in: 3600 });
  });
});
