type Part = Record<string, unknown>;

/** A kind of stream, as a manifest declares it. */
export interface StreamKind {
  manifest: Part;
  /** Each of its runs lists everything, so that it is told what is gone. */
  lists: boolean;
}

const requester = (path: string, more: Part = {}): Part => ({
  type: 'HttpRequester',
  url_base: 'https://shop.test',
  path,
  http_method: 'GET',
  ...more,
});
const selector = { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['items'] } };
const option = (name: string): Part => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name: name });
const paginator = (name: string, strategy: Part): Part => ({
  type: 'DefaultPaginator',
  page_token_option: option(name),
  pagination_strategy: strategy,
});
const pages = paginator('page', { type: 'PageIncrement', page_size: 2, start_from_page: 1 });
const keyset = paginator('after', {
  type: 'CursorPagination',
  cursor_value: '{{ response.next }}',
  stop_condition: '{{ not response.next }}',
});

const retriever = (path: string, more: Part = {}): Part => ({
  type: 'SimpleRetriever',
  requester: requester(path),
  record_selector: selector,
  paginator: pages,
  ...more,
});
const stream = (own: Part, more: Part = {}): Part => ({
  type: 'DeclarativeStream',
  name: 'items',
  primary_key: 'id',
  retriever: own,
  ...more,
});
const manifestOf = (one: Part, more: Part = {}): Part => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: ['items'] },
  streams: [one],
  concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: 2 },
  ...more,
});

const listed = { type: 'ListPartitionRouter', cursor_field: 'part', values: ['0', '1', '2'] };
const byPart = '/items/{{ stream_partition.part }}';
const dated = {
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%s',
  cursor_datetime_formats: ['%Y-%m-%dT%H:%M:%SZ'],
  start_datetime: { type: 'MinMaxDatetime', datetime: '2026-01-01', datetime_format: '%Y-%m-%d' },
  start_time_option: option('from'),
  end_time_option: option('to'),
};
const steps = { ...dated, step: 'P10D', cursor_granularity: 'PT1S' };
const counted = { type: 'IncrementingCountCursor', cursor_field: 'n', start_value: 0, start_value_option: option('n') };
const parts = stream(retriever('/parts', { paginator: { type: 'NoPagination' } }), { name: 'parts' });
const datedParts = { ...parts, incremental_sync: { ...dated, start_time_option: undefined, end_time_option: undefined } };
const under = (parent: Part, more: Part = {}): Part => ({
  type: 'SubstreamPartitionRouter',
  parent_stream_configs: [{ type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'part', stream: parent, ...more }],
});
const job = {
  type: 'AsyncRetriever',
  status_mapping: { type: 'AsyncJobStatusMap', running: ['running'], completed: ['done'], failed: ['failed'], timeout: ['timeout'] },
  status_extractor: { type: 'DpathExtractor', field_path: ['status'] },
  download_target_extractor: { type: 'DpathExtractor', field_path: ['urls', '*'] },
  creation_requester: { ...requester('/jobs'), http_method: 'POST' },
  polling_requester: requester('/jobs/1'),
  download_requester: { type: 'HttpRequester', url_base: '{{ download_target }}', path: '', http_method: 'GET' },
  download_extractor: { type: 'DpathExtractor', field_path: ['items'] },
  record_selector: selector,
};

/** Every kind of stream that there is. */
export const streamKinds: Record<string, StreamKind> = {
  pages: { lists: true, manifest: manifestOf(stream(retriever('/items'))) },
  'page tokens': { lists: true, manifest: manifestOf(stream(retriever('/keyset', { paginator: keyset }))) },
  partitions: { lists: true, manifest: manifestOf(stream(retriever(byPart, { partition_router: listed }))) },
  substreams: { lists: true, manifest: manifestOf(stream(retriever(byPart, { partition_router: under(parts) }))) },
  'an asynchronous job': { lists: true, manifest: manifestOf(stream(job)) },
  'a cursor of time': { lists: false, manifest: manifestOf(stream(retriever('/items'), { incremental_sync: dated })) },
  'a cursor of time in steps': { lists: false, manifest: manifestOf(stream(retriever('/items'), { incremental_sync: steps })) },
  'a cursor that counts': { lists: false, manifest: manifestOf(stream(retriever('/items'), { incremental_sync: counted })) },
  'a cursor per partition': {
    lists: false,
    manifest: manifestOf(stream(retriever(byPart, { partition_router: listed }), { incremental_sync: steps })),
  },
  'one cursor for all partitions': {
    lists: false,
    manifest: manifestOf(
      stream(retriever(byPart, { partition_router: listed }), { incremental_sync: { ...dated, global_substream_cursor: true } }),
    ),
  },
  'substreams of changed parents': {
    lists: false,
    manifest: manifestOf(
      stream(retriever(byPart, { partition_router: under(datedParts, { incremental_dependency: true }) }), { incremental_sync: dated }),
    ),
  },
  'one way without a state and another with it': {
    lists: false,
    manifest: manifestOf({
      type: 'StateDelegatingStream',
      name: 'items',
      full_refresh_stream: stream(retriever('/items')),
      incremental_stream: stream(retriever('/items'), { incremental_sync: dated }),
    }),
  },
  'streams that the configuration names': {
    lists: true,
    manifest: manifestOf(parts, {
      dynamic_streams: [
        {
          type: 'DynamicDeclarativeStream',
          stream_template: stream(retriever('/items')),
          components_resolver: {
            type: 'ConfigComponentsResolver',
            stream_config: { type: 'StreamConfig', configs_pointer: ['lists'] },
            components_mapping: [{ type: 'ComponentMappingDefinition', field_path: ['name'], value: "{{ components_values['name'] }}" }],
          },
        },
      ],
      spec: { type: 'Spec', connection_specification: { type: 'object', properties: { lists: { type: 'array' } } } },
    }),
  },
};
