import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** How a source of posts is declared. */
export interface PostsSource {
  /** Address of the simulator. */
  address: string;
  pageSize?: number;
  /** Of `source.yaml`, in place of the usual. */
  settings?: Record<string, unknown>;
  /** Of the requester, in place of the usual. */
  errorHandler?: Record<string, unknown>;
  paginator?: Record<string, unknown>;
}

const quickRetries = {
  type: 'DefaultErrorHandler',
  max_retries: 3,
  backoff_strategies: [
    { type: 'WaitTimeFromHeader', header: 'Retry-After' },
    { type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 0.1 },
  ],
};

const byPage = (size: number) => ({
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: '_page' },
  page_size_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: '_limit' },
  pagination_strategy: { type: 'PageIncrement', start_from_page: 1, page_size: size },
});

const manifestOf = ({ pageSize = 20, errorHandler = quickRetries, paginator = byPage(pageSize) }: PostsSource) => ({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: ['posts'] },
  streams: [
    {
      type: 'DeclarativeStream',
      name: 'posts',
      primary_key: 'id',
      retriever: {
        type: 'SimpleRetriever',
        requester: {
          type: 'HttpRequester',
          url_base: "{{ config['base_url'] }}",
          path: '/jsonplaceholder/posts',
          http_method: 'GET',
          error_handler: errorHandler,
        },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
        paginator,
      },
      schema_loader: { type: 'InlineSchemaLoader', schema: { type: 'object', properties: {} } },
    },
  ],
  spec: {
    type: 'Spec',
    connection_specification: { type: 'object', required: ['base_url'], properties: { base_url: { type: 'string' } } },
  },
});

/** Writes a source of posts with small pages and quick retries, run once when it is seen and then by the test alone. */
export const writePostsSource = (folder: string, name: string, options: PostsSource): void => {
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  const settings = {
    schedule: { cron: '0 0 29 2 *', catchUp: 'none' },
    config: { base_url: options.address },
    allowPrivateAddresses: true,
    allowHttp: true,
    streams: { posts: { title: '{{ record.title }}' } },
    ...options.settings,
  };
  writeFileSync(join(target, 'manifest.yaml'), stringify(manifestOf(options)));
  // Last: from now on the source can be seen.
  writeFileSync(join(target, 'source.yaml'), stringify(settings));
};
