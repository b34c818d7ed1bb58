import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { TestFolders } from '../testing/test-folders';
import { makeManifest, type ManifestStreamParts } from '../testing/manifests';
import { recordFolder, statesOf, verdictsOf, type RecordChoices } from '../testing/recorded';
import { ScriptedHttp } from '../testing/scripted-http';

const folders = new TestFolders();
afterEach(() => folders.remove());

const option = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });
const cursor = (changes: Record<string, unknown> = {}) => ({
  incremental_sync: {
    type: 'DatetimeBasedCursor',
    cursor_field: 'at',
    datetime_format: '%Y-%m-%dT%H:%M:%SZ',
    start_datetime: '2026-01-01T00:00:00Z',
    start_time_option: option('since'),
    ...changes,
  },
});
const schema = (properties: Record<string, unknown>, changes: Record<string, unknown> = {}) => ({
  schema_loader: { type: 'InlineSchemaLoader', schema: { type: 'object', properties, ...changes } },
});
const rows = [
  { id: 1, at: '2026-01-10T00:00:00Z' },
  { id: 2, at: '2026-01-20T00:00:00Z' },
  { id: 3, at: '2026-01-20T00:00:00Z' },
];
/** A source that gives what is at or after `since`, or strictly after it. */
const since = (strictly = false) =>
  new ScriptedHttp(({ query }) => {
    const from = query['since'] ?? '';
    return { body: { items: rows.filter(({ at }) => (strictly && from > '2026-01-01T00:00:00Z' ? at > from : at >= from)) } };
  });
const items = (...list: unknown[]) => new ScriptedHttp(() => ({ body: { items: list } }));

const tested = async (parts: ManifestStreamParts, http: ScriptedHttp, more: RecordChoices & { settings?: unknown } = {}) => {
  const folder = folders.create({ 'manifest.yaml': makeManifest(parts), 'source.yaml': more.settings ?? {} });
  await recordFolder(folder, http, more);
  return folder;
};
const line = async (folder: string, name: string) => (await verdictsOf(folder)).find((each) => each.startsWith(`${name} `));

describe('a conformance test', () => {
  it('fails where no record has a cursor value that can be read', async () => {
    const http = items({ id: 1, at: '2026-01-10 00:00:00' }, { id: 2, at: '2026-01-11 00:00:00' });
    const folder = await tested({ stream: cursor() }, http);
    expect(await line(folder, 'boundary')).toMatch(
      /^boundary fail: no record has a cursor value that can be read.*fits none of the cursor formats/,
    );
  });

  it('passes for a source that keeps its word, with the network off', async () => {
    const http = since();
    const folder = await tested({ stream: { ...cursor(), ...schema({ id: { type: 'integer' }, at: { type: 'string' } }) } }, http);
    const asked = http.seen.length;
    expect(await verdictsOf(folder)).toEqual([
      'check pass: the folder loads with 1 stream, and items can be read',
      'read pass: 1 page, 3 records',
      'repeat pass: two reads give the same 3 records',
      'boundary pass: a read from the state gives 2 records, the newest 2 among them',
      'future pass: nothing from the state {"at":"2090-01-01T00:00:00Z"} on',
      'key pass: id is there and tells 3 records apart',
      'schema pass: 3 records fit',
    ]);
    expect(http.seen).toHaveLength(asked);
  });

  it('says what was not tried, and why', async () => {
    const folder = await tested({ stream: { primary_key: undefined } }, items({ id: 1 }));
    expect(await verdictsOf(folder)).toEqual([
      'check pass: the folder loads with 1 stream, and items can be read',
      'read pass: 1 page, 1 record',
      'repeat pass: two reads give the same 1 record',
      'boundary skip: the stream keeps no cursor: every run reads all of it',
      'future skip: the stream keeps no cursor',
      'key skip: no primary key is declared: a record is its own key',
      'schema skip: the manifest declares no schema',
    ]);
  });

  it('names a request that was not recorded', async () => {
    const folder = await tested({}, items({ id: 1 }));
    writeFileSync(join(folder, 'manifest.yaml'), stringify(makeManifest({ requester: { request_parameters: { limit: '7' } } })));
    expect(await line(folder, 'read')).toMatch('read fail: GET https://api.test/items?limit=7 is not among the fixtures');
    expect(await statesOf(folder)).toEqual({ check: 'fail', read: 'fail' });
  });

  it('says what keeps the source from loading', async () => {
    const folder = await tested({}, items({ id: 1 }));
    writeFileSync(
      join(folder, 'manifest.yaml'),
      readFileSync(join(folder, 'manifest.yaml'), 'utf8').replace('SimpleRetriever', 'SimplRetriever'),
    );
    expect(await verdictsOf(folder)).toEqual([
      expect.stringMatching(/^check fail: 1 problem: sources.demo.manifest\.yaml:\d+:\d+ .*SimplRetriever/),
    ]);
  });

  it('finds records that a second read does not give again', async () => {
    let n = 0;
    const folder = await tested({}, new ScriptedHttp(() => ({ body: { items: [{ id: 1, likes: ++n, deep: { seen: n } }] } })));
    expect(await line(folder, 'repeat')).toMatch(/^repeat fail: 1 record differs from read to read in likes, deep\.seen \(key 1\)/);
    const calm = await tested({}, new ScriptedHttp(() => ({ body: { items: [{ id: 1, likes: ++n }] } })), {
      settings: { streams: { items: { volatileFields: ['likes'] } } },
    });
    expect(await statesOf(calm)).toMatchObject({ repeat: 'pass' });
    const invented = await tested({}, new ScriptedHttp(() => ({ body: { items: [{ id: ++n }] } })));
    expect(await line(invented, 'repeat')).toMatch(/^repeat fail: 2 records in only one of two reads/);
  });

  it('finds what a record takes from the time or from chance', async () => {
    const value = '{{ now_utc() }}';
    const transformations = [{ type: 'AddFields', fields: [{ type: 'AddedFieldDefinition', path: ['fetched'], value }] }];
    expect(await line(await tested({ stream: { transformations } }, items({ id: 1 })), 'repeat')).toMatch('in fetched');
  });

  it('finds a cursor that loses the boundary', async () => {
    const strict = await tested({ stream: cursor() }, since(true));
    expect(await line(strict, 'boundary')).toMatch(/^boundary fail: .*without 2, 3: a record that arrives late/);
    const patient = await tested({ stream: cursor({ lookback_window: 'P1D' }) }, since(true));
    expect(await statesOf(patient)).toMatchObject({ boundary: 'pass' });
  });

  it('takes an exclusive start for good where the cursor is the key', async () => {
    const http = new ScriptedHttp(({ query }) => ({
      body: { items: [{ id: 1 }, { id: 2 }].filter(({ id }) => id > Number(query['after'])) },
    }));
    const incremental_sync = { type: 'IncrementingCountCursor', cursor_field: 'id', start_value: 0, start_value_option: option('after') };
    const folder = await tested({ stream: { incremental_sync } }, http);
    expect(await statesOf(folder)).toMatchObject({ boundary: 'pass', future: 'pass' });
  });

  const counting = (start_value_option: unknown) => ({
    incremental_sync: { type: 'IncrementingCountCursor', cursor_field: 'n', start_value: 0, start_value_option },
  });
  const counts = [
    { id: 1, n: 1 },
    { id: 2, n: 2 },
  ];

  it('finds a source that does not care for the state', async () => {
    const folder = await tested({ stream: counting(option('from')) }, items(...counts));
    expect(await line(folder, 'future')).toMatch(
      /^future fail: 2 records from the state {"n":9000000000000} on: the source does not filter/,
    );
    const own = await tested({ stream: cursor({ is_client_side_incremental: true }) }, items(...rows));
    expect(await statesOf(own)).toMatchObject({ boundary: 'pass', future: 'pass' });
  });

  it('does not blame a source that refuses a far future', async () => {
    const http = new ScriptedHttp(({ query }) =>
      Number(query['from']) > 1000 ? { status: 400, body: { message: 'too far' } } : { body: { items: counts } },
    );
    expect(await line(await tested({ stream: counting(option('from')) }, http), 'future')).toMatch(
      /^future skip: the source refuses the state .*too far/,
    );
  });

  it('finds keys that are missing or shared', async () => {
    expect(await line(await tested({}, items({ id: 1 }, { id: null })), 'key')).toMatch(/^key fail: 1 item without a usable key/);
    expect(await line(await tested({}, items({ id: 1, n: 1 }, { id: 1, n: 2 })), 'key')).toMatch(
      /^key fail: two records have the key 1 and differ in n: id does not identify/,
    );
    expect(await line(await tested({}, items({ id: 1, n: 1 }, { id: 1, n: 1 })), 'key')).toMatch(
      /^key pass: .*1 record came again, the same/,
    );
  });

  it('finds records that do not fit the schema', async () => {
    const list = items({ id: 1, name: null, big: 12345678901234567890n.toString() }, { id: 'x', name: 'ada', more: true });
    const stream = schema({ id: { type: 'integer' }, name: { type: 'string' }, big: { type: 'string' } });
    expect(await line(await tested({ stream }, list), 'schema')).toBe(
      'schema fail: name must be string (1 record, first 1); id must be integer (1 record, first x)',
    );
    const loose = schema({ id: {}, name: {} });
    expect(await line(await tested({ stream: loose }, list), 'schema')).toBe('schema pass: 2 records fit; not declared: big, more');
    const evil = schema({ name: { type: ['string', 'null'], pattern: '^(a+)+$' }, id: { type: 'nonsense' } });
    expect(await line(await tested({ stream: evil }, list), 'schema')).toMatch(/^schema fail: the declared schema cannot be used/);
  });

  it('reads parents, partitions and tokens from the fixtures too', async () => {
    const child = {
      type: 'SubstreamPartitionRouter',
      parent_stream_configs: [{ type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'shop', stream: manifestStream('shops') }],
    };
    const authenticator = {
      type: 'OAuthAuthenticator',
      token_refresh_endpoint: 'https://api.test/token',
      client_id: '{{ config.id }}',
      client_secret: '{{ config.key }}',
      grant_type: 'client_credentials',
    };
    const http = new ScriptedHttp(({ path, headers }) => {
      if (path === '/token') return { body: { access_token: 't0ken-of-today', expires_in: 3600 } };
      if (path === '/shops') return { body: { shops: [{ id: 1 }, { id: 2 }] } };
      return headers['authorization'] === 'Bearer t0ken-of-today' ? { body: { items: [{ id: `${path}-a` }] } } : { status: 401, body: {} };
    });
    const parts = {
      requester: { path: '/shops/{{ stream_partition.shop }}/items', authenticator },
      retriever: { partition_router: child },
      manifest: {
        spec: { type: 'Spec', connection_specification: { type: 'object', properties: { key: { type: 'string', airbyte_secret: true } } } },
      },
    };
    const folder = await tested(parts, http, {
      secrets: { KEY: 'k3y-of-mine' },
      settings: { config: { id: 'me', key: { secret: 'KEY' } } },
    });
    expect(await line(folder, 'read')).toBe('read pass: 2 pages, 2 records');
    expect(await statesOf(folder)).toMatchObject({ repeat: 'pass', key: 'pass' });
  });
});

const manifestStream = (name: string) => ({
  type: 'DeclarativeStream',
  name,
  primary_key: 'id',
  retriever: {
    type: 'SimpleRetriever',
    requester: { type: 'HttpRequester', url_base: 'https://api.test', path: `/${name}`, http_method: 'GET' },
    record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [name] } },
  },
});
