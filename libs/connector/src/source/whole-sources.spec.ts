import type { Json } from '@twl/contracts';
import { StandInSecrets } from '@twl/ports';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { loadFolder, QuickClock, readStream } from '../testing/source-folder';

const http = () => new ScriptedHttp(() => ({ body: { items: [{ id: 1 }] } }));
const option = (field_name: string, inject_into = 'request_parameter') => ({ type: 'RequestOption', inject_into, field_name });
const spec = (properties: Record<string, unknown>, changes: Record<string, unknown> = {}) => ({
  spec: { type: 'Spec', connection_specification: { type: 'object', properties, ...changes } },
});

describe('a StateDelegatingStream', () => {
  const incremental_sync = {
    type: 'DatetimeBasedCursor',
    cursor_field: 'at',
    datetime_format: '%s',
    start_datetime: '0',
    start_time_option: option('from'),
  };
  const manifest = (changes: Record<string, unknown> = {}) => ({
    ...makeManifest(),
    streams: [
      {
        type: 'StateDelegatingStream',
        name: 'items',
        full_refresh_stream: makeStream({ requester: { path: '/all' } }),
        incremental_stream: makeStream({ requester: { path: '/changes' }, stream: { incremental_sync } }),
        ...changes,
      },
    ],
  });

  it('reads all at first, and changes from then on', async () => {
    const client = new ScriptedHttp(() => ({ body: { items: [{ id: 1, at: 50 }] } }));
    const source = await loadFolder({ manifest: manifest(), http: client });
    const first = await readStream(source.streams[0]!);
    const second = await readStream(source.streams[0]!, { cursor: first.cursor });
    await readStream(source.streams[0]!, { cursor: second.cursor });
    expect(client.lines).toEqual(['GET /all', 'GET /changes?from=0', 'GET /changes?from=50']);
  });

  it('reads all again when its state is older than what the source keeps', async () => {
    const client = http();
    const source = await loadFolder({ manifest: manifest({ api_retention_period: 'P30D' }), http: client });
    await readStream(source.streams[0]!, { cursor: { at: '50' } });
    expect(client.lines).toEqual(['GET /all']);
  });

  describe('whose way to read all has a cursor too', () => {
    const full_refresh_stream = makeStream({
      requester: { path: '/all' },
      stream: { incremental_sync: { ...incremental_sync, step: 'PT10M', cursor_granularity: 'PT1S' } },
    });
    const start = async (cursor: (manifest: string) => Json) => {
      const client = http();
      const clock = new QuickClock();
      clock.time = 1_000_000;
      const source = await loadFolder({ manifest: manifest({ full_refresh_stream, api_retention_period: 'PT1M' }), http: client, clock });
      await readStream(source.streams[0]!, { cursor: cursor(source.streams[0]!.manifest) });
      return client.lines;
    };
    const resume = { variant: 'full_refresh_stream', resumePoints: [], done: [] };
    const cases: [what: string, cursor: (manifest: string) => Json, expected: string[]][] = [
      ['begins at the start, not at the state that is too old', () => ({ at: '900' }), ['GET /all?from=0', 'GET /all?from=600']],
      ['goes on where it was deferred', (manifest) => ({ at: '599', $resume: { manifest, ...resume } }), ['GET /all?from=599']],
    ];
    it.each(cases)('%s', async (_what, cursor, expected) => {
      expect(await start(cursor)).toEqual(expected);
    });
  });
});

describe('a secret', () => {
  const canary = 'c4n4ry/s3cret+value';
  it('is in the request and nowhere else', async () => {
    const client = new ScriptedHttp((_request, count) =>
      count === 1
        ? { body: { items: [{ id: 1 }] }, headers: { 'x-page-total': canary } }
        : { status: 401, body: { message: `bad key ${canary}` } },
    );
    const authenticator = { type: 'ApiKeyAuthenticator', api_token: '{{ config.key }}', inject_into: option('X-Key', 'header') };
    const manifest = makeManifest({
      requester: { authenticator, request_parameters: { also: '{{ config.key }}' } },
      manifest: spec({ key: { type: 'string', airbyte_secret: true } }),
    });
    const source = await loadFolder({ manifest, settings: { config: { key: { secret: 'KEY' } } }, http: client, secrets: { KEY: canary } });
    const good = await readStream(source.streams[0]!);
    const bad = await readStream(source.streams[0]!);
    expect(client.seen[0]!.headers['x-key']).toBe(canary);
    expect(bad.end.state).toBe('failed');
    const told = JSON.stringify([good.events, bad.events, good.items, source.problems, source.settings], (key, value: unknown) =>
      key === 'body' ? undefined : value,
    );
    expect(told).not.toContain('s3cret');
    expect(told).toContain('***');
  });

  it('need not be known where stored pages are read: whatever the manifest asks of it was checked where the source is called', async () => {
    const manifest = makeManifest({ manifest: spec({ key: { type: 'string', pattern: '^sk-' }, size: { type: 'integer' } }) });
    const settings = { config: { key: { secret: 'KEY' }, size: 'big' } };
    const source = await loadFolder({ manifest, settings, http: new ScriptedHttp(() => ({ body: {} })), secrets: new StandInSecrets() });
    expect(source.problems).toEqual([expect.stringContaining('config.size: must be integer')]);
  });
});
