import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { incompressible } from './shop';

type Component = Record<string, unknown>;

const retriever = (path: string, more: { requester?: Component; paginator?: Component } = {}): Component => ({
  type: 'SimpleRetriever',
  requester: { type: 'HttpRequester', url_base: "{{ config['base'] }}", path, http_method: 'GET', ...more.requester },
  record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
  ...(more.paginator && { paginator: more.paginator }),
});

const streamOf = (name: string, from: Component) => ({
  type: 'DeclarativeStream',
  name,
  primary_key: 'id',
  retriever: from,
  schema_loader: { type: 'InlineSchemaLoader', schema: { type: 'object', properties: {} } },
});

const byPage = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
  pagination_strategy: { type: 'PageIncrement', start_from_page: 1, page_size: 5 },
};

const authenticator = {
  type: 'OAuthAuthenticator',
  client_id: 'twl',
  client_secret: "{{ config['client_secret'] }}",
  refresh_token: "{{ config['refresh_token'] }}",
  token_refresh_endpoint: "{{ config['base'] }}/token",
  refresh_token_updater: {
    refresh_token_name: 'refresh_token',
    refresh_token_config_path: ['refresh_token'],
    access_token_config_path: ['access_token'],
    token_expiry_date_config_path: ['token_expiry_date'],
  },
};

const boards = {
  type: 'DynamicDeclarativeStream',
  stream_template: streamOf('', retriever('')),
  components_resolver: {
    type: 'HttpComponentsResolver',
    retriever: retriever('/boards'),
    components_mapping: [
      { type: 'ComponentMappingDefinition', field_path: ['name'], value: "{{ components_values['id'] }}" },
      {
        type: 'ComponentMappingDefinition',
        field_path: ['retriever', 'requester', 'path'],
        value: "/boards/{{ components_values['id'] }}",
      },
    ],
  },
};

/** An address so long that what is known of a page does not fit into the header of its object. */
const longPath = `/leaflets?about=${'many-words-'.repeat(200)}`;

/** So many cursors, of parts with such names, that what is remembered of the stream does not fit into an item. */
const visited = Array.from({ length: 40 }, (_, i) => incompressible(i, 1200));

const visits = {
  ...streamOf('visits', retriever('/visits')),
  incremental_sync: { type: 'DatetimeBasedCursor', cursor_field: 'day', datetime_format: '%Y-%m-%d', start_datetime: '2026-01-01' },
};
const visitsByPart = {
  ...visits,
  retriever: { ...visits.retriever, partition_router: { type: 'ListPartitionRouter', cursor_field: 'part', values: visited } },
};

interface Declared {
  streams?: Component[];
  dynamic_streams?: Component[];
  settings?: Component;
  config?: Component;
}

/** More streams than are read at the same time: with little time the last of them is asked for by a message. */
const slow = Array.from({ length: 9 }, (_, i) => streamOf(`slow-${String(i)}`, retriever(`/slow/${String(i)}`)));

const declared: Record<string, Declared> = {
  orders: {
    streams: [streamOf('orders', retriever('/orders', { paginator: byPage }))],
    settings: { streams: { orders: { deletions: 'snapshot', contract: { fields: { price: 'quarantine', state: 'freeze' } } } } },
  },
  archive: { streams: [streamOf('archive', retriever('/archive'))] },
  leaflets: { streams: [streamOf('leaflets', retriever(longPath))], settings: { retention: { raw: '1m', versions: '1m' } } },
  visits: { streams: [visitsByPart] },
  members: {
    streams: [streamOf('members', retriever('/members', { requester: { authenticator } }))],
    config: { client_secret: { secret: 'SHOP_CLIENT' }, refresh_token: { secret: 'SHOP_REFRESH' } },
  },
  boards: { dynamic_streams: [boards] },
  slow: { streams: slow },
  minutely: {
    streams: [streamOf('leaflets', retriever('/leaflets'))],
    settings: { schedule: { cron: '* * * * *', catchUp: 'last' }, retention: { raw: '1m', versions: '1m' } },
  },
};

const connection = { type: 'Spec', connection_specification: { type: 'object', properties: {}, additionalProperties: true } };

/** Declares sources of the shop, each of which needs other permissions. */
export const writeShopSources = (folder: string, base: string): void => {
  for (const [name, { settings, config, ...streams }] of Object.entries(declared)) {
    const target = join(folder, name);
    mkdirSync(target, { recursive: true });
    const check =
      'dynamic_streams' in streams ? { type: 'CheckDynamicStream', stream_count: 1 } : { type: 'CheckStream', stream_names: [] };
    const manifest = { version: '6.44.0', type: 'DeclarativeSource', check, ...streams, spec: connection };
    writeFileSync(join(target, 'manifest.yaml'), stringify(manifest));
    const usual = { schedule: { cron: '0 0 29 2 *', catchUp: 'none' }, allowPrivateAddresses: true, allowHttp: true };
    writeFileSync(join(target, 'source.yaml'), stringify({ ...usual, config: { base, ...config }, ...settings }));
  }
};
