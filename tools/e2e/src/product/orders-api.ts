import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';

/** An API of orders that asks for a key, and gives what changed since a day. */
export class OrdersApi {
  /** Requests so far. */
  asked = 0;
  private server: Server | undefined;

  constructor(private readonly key: string) {}

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      this.asked++;
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const isKnown = request.headers['x-api-key'] === this.key;
      const since = searchParams.get('since') ?? '';
      response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isKnown ? { orders: orders.filter(({ day }) => day >= since), asker: this.key } : { message: 'no key' }));
    });
    this.server.listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server!.once('listening', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }
}

const orders = ['2026-01-01', '2026-01-02', '2026-01-02'].map((day, index) => ({
  id: index + 1,
  day,
  buyer: `buyer${index}@example.test`,
}));

/** A manifest for it, as one would get it from somewhere. */
export const ordersManifest = stringify({
  version: '6.0.0',
  type: 'DeclarativeSource',
  check: { type: 'CheckStream', stream_names: ['orders'] },
  streams: [
    {
      type: 'DeclarativeStream',
      name: 'orders',
      primary_key: 'id',
      retriever: {
        type: 'SimpleRetriever',
        requester: {
          type: 'HttpRequester',
          url_base: "{{ config['base_url'] }}",
          path: '/orders',
          authenticator: {
            type: 'ApiKeyAuthenticator',
            api_token: "{{ config['api_key'] }}",
            inject_into: { type: 'RequestOption', inject_into: 'header', field_name: 'X-Api-Key' },
          },
        },
        record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: ['orders'] } },
      },
      incremental_sync: {
        type: 'DatetimeBasedCursor',
        cursor_field: 'day',
        datetime_format: '%Y-%m-%d',
        start_datetime: '2026-01-01',
        start_time_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'since' },
      },
      schema_loader: {
        type: 'InlineSchemaLoader',
        schema: { type: 'object', properties: { id: { type: 'integer' }, day: { type: 'string' }, buyer: { type: 'string' } } },
      },
    },
  ],
  spec: {
    type: 'Spec',
    connection_specification: {
      type: 'object',
      required: ['base_url', 'api_key'],
      properties: {
        page_size: { type: 'integer', default: 50 },
        base_url: { type: 'string' },
        api_key: { type: 'string', airbyte_secret: true },
      },
    },
  },
});
