import { stringify } from 'yaml';

/** One way of reading 100,000 records, in the connector language. */
export interface Workload {
  name: string;
  manifest: string;
}

const stream = (name: string, path: string, more: Record<string, unknown> = {}) => {
  const { retriever, ...rest } = more;
  return {
    type: 'DeclarativeStream',
    name,
    primary_key: 'id',
    retriever: {
      type: 'SimpleRetriever',
      requester: { type: 'HttpRequester', url_base: "{{ config['base'] }}", path, http_method: 'GET' },
      record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['data', 'items'] } },
      ...(retriever as object),
    },
    ...rest,
  };
};

const option = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });

const pages = {
  paginator: {
    type: 'DefaultPaginator',
    page_token_option: option('page'),
    page_size_option: option('size'),
    pagination_strategy: { type: 'PageIncrement', page_size: 500, start_from_page: 1, inject_on_first_request: true },
  },
};

const substreams = {
  partition_router: {
    type: 'SubstreamPartitionRouter',
    parent_stream_configs: [
      { type: 'ParentStreamConfig', stream: stream('parents', '/parents'), parent_key: 'id', partition_field: 'parent' },
    ],
  },
};

const transformations = [
  {
    type: 'AddFields',
    fields: [
      { type: 'AddedFieldDefinition', path: ['total'], value: "{{ record['price'] * record['quantity'] }}" },
      { type: 'AddedFieldDefinition', path: ['origin'], value: "{{ config.get('origin', 'none') }}" },
    ],
  },
  { type: 'RemoveFields', field_pointers: [['customer', 'email']] },
];

const filter = { type: 'RecordFilter', condition: "{{ record['updated_at'] >= '2020-01-01' }}" };
const selector = {
  type: 'RecordSelector',
  extractor: { type: 'DpathExtractor', field_path: ['data', 'items'] },
  record_filter: filter,
};

const workload = (name: string, items: unknown): Workload => ({
  name,
  manifest: stringify(
    {
      version: '6.44.0',
      type: 'DeclarativeSource',
      check: { type: 'CheckStream', stream_names: ['items'] },
      concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: 4 },
      streams: [items],
      spec: { type: 'Spec', connection_specification: { type: 'object', properties: {}, additionalProperties: true } },
    },
    { version: '1.1', aliasDuplicateObjects: false },
  ),
});

/** What is measured. Each asks for `size` records a page, or for one page of each parent. */
export const workloads: readonly Workload[] = [
  workload('pages', stream('items', '/items', { retriever: pages })),
  workload(
    'filter and transformations',
    stream('items', '/items', { retriever: { ...pages, record_selector: selector }, transformations }),
  ),
  workload('substreams', stream('items', '/items/{{ stream_partition.parent }}', { retriever: substreams })),
];
