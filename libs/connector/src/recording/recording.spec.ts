import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testSource } from '../conformance/test-source';
import { TestFolders } from '../testing/test-folders';
import { makeManifest } from '../testing/manifests';
import { recordFolder, verdictsOf } from '../testing/recorded';
import { ScriptedHttp } from '../testing/scripted-http';

const folders = new TestFolders();
afterEach(() => folders.remove());

const option = (field_name: string, inject_into = 'request_parameter') => ({ type: 'RequestOption', inject_into, field_name });
const paged = {
  paginator: {
    type: 'DefaultPaginator',
    pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1, inject_on_first_request: true },
    page_token_option: option('page'),
  },
};
const pages = (count: number) =>
  new ScriptedHttp(({ query }) => {
    const page = Number(query['page']);
    return { body: { items: page <= count ? [{ id: page * 2 }, { id: page * 2 + 1 }] : [] } };
  });

/** Every file below a folder, as one text. */
const everything = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${join(parentPath, name)}\n${readFileSync(join(parentPath, name), 'latin1')}`)
    .join('\n');

describe('a recording', () => {
  it('is files that people read and compare', async () => {
    const folder = folders.create({ 'manifest.yaml': makeManifest() });
    const http = new ScriptedHttp(() => ({
      body: '{"items":[{"id":12345678901234567890,"a":1.0,"b":"x\\u0041"}]}',
      headers: { date: 'today' },
    }));
    const target = await recordFolder(folder, http);
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(
      ['full', 'full/001.body.json', 'full/001.yaml', 'recording.yaml', 'repeat', 'repeat/001.yaml'].sort(),
    );
    expect(readFileSync(join(target, 'full/001.yaml'), 'utf8')).toBe(
      [
        'request:\n  method: GET\n  url: https://api.test/items\n  headers: {}',
        'response:\n  status: 200\n  headers:\n    content-type: application/json\n  body: 001.body.json\n  packed: true\n',
      ].join('\n'),
    );
    expect(readFileSync(join(target, 'full/001.body.json'), 'utf8')).toBe(
      '{\n  "items": [\n    {\n      "id": 12345678901234567890,\n      "a": 1.0,\n      "b": "x\\u0041"\n    }\n  ]\n}\n',
    );
    expect(readFileSync(join(target, 'repeat/001.yaml'), 'utf8')).toContain('sameAs: full/001.yaml');
  });

  it('is the same when nothing changed, but for its time', async () => {
    const folder = folders.create({ 'manifest.yaml': makeManifest({ retriever: paged }) });
    const first = everything(await recordFolder(folder, pages(3)));
    expect(everything(await recordFolder(folder, pages(3)))).toBe(first);
  });

  it('ends after the pages it may have', async () => {
    const folder = folders.create({ 'manifest.yaml': makeManifest({ retriever: paged }) });
    const target = await recordFolder(folder, pages(9), { maxPages: 2 });
    expect(readdirSync(join(target, 'full')).filter((name) => name.endsWith('.yaml'))).toEqual(['001.yaml', '002.yaml']);
    expect(readFileSync(join(target, 'recording.yaml'), 'utf8')).toContain('end: cut');
    expect(await verdictsOf(folder)).toContain('read pass: 2 pages, 4 records (the recording ends there)');
  });

  it('holds no secret and no redacted field, wherever they were', async () => {
    const canary = 'c4n4ry/s3cret+value';
    const requester = {
      authenticator: { type: 'ApiKeyAuthenticator', api_token: '{{ config.key }}', inject_into: option('X-Shop', 'header') },
      request_parameters: { also: '{{ config.key }}', sig: 'p1aintext' },
    };
    const manifest = makeManifest({
      requester,
      manifest: { spec: { type: 'Spec', connection_specification: { type: 'object', properties: { key: { airbyte_secret: true } } } } },
    });
    const settings = { config: { key: { secret: 'KEY' } }, streams: { items: { redact: ['email', { field: 'phone', how: 'hash' }] } } };
    const folder = folders.create({ 'manifest.yaml': manifest, 'source.yaml': settings });
    const body = { items: [{ id: 1, email: 'ada@example.test', phone: '0123', echo: canary }] };
    const http = new ScriptedHttp((_request, count) =>
      count === 1
        ? { status: 500, body: { why: canary, items: [{ email: 'ada@example.test' }] } }
        : { body, headers: { 'set-cookie': canary, 'x-token': 'xyz-t0ken' } },
    );
    const kept = everything(await recordFolder(folder, http, { secrets: { KEY: canary } }));
    for (const gone of ['s3cret', 'ada@example.test', '0123"', 'p1aintext', 'xyz-t0ken']) expect(kept).not.toContain(gone);
    expect(kept).toContain('sha256:');
    expect(await verdictsOf(folder)).toContain('read pass: 1 page, 1 record');
  });

  it('does not know at which address the simulator answered', async () => {
    const folder = folders.create({
      'manifest.yaml': makeManifest({ requester: { url_base: '{{ config.base }}' } }),
      'source.yaml': { config: { base: 'https://api.test' }, simulated: { base: '{simulator}/api' } },
    });
    const http = new ScriptedHttp(({ url }) => ({ body: { items: [{ id: 1, self: url.href }] } }));
    const kept = everything(await recordFolder(folder, http, { simulatorUrl: 'http://127.0.0.1:4711' }));
    expect(kept).not.toContain('4711');
    expect(kept).toContain('http://simulator/api/items');
    expect(await verdictsOf(folder)).toContain('read pass: 1 page, 1 record');
  });

  it('keeps bodies that are no JSON as they are, and packed ones readable', async () => {
    const { gzipSync } = await import('node:zlib');
    const folder = folders.create({
      'manifest.yaml': makeManifest({ fieldPath: [], retriever: { decoder: { type: 'GzipDecoder', decoder: { type: 'CsvDecoder' } } } }),
    });
    const http = new ScriptedHttp(() => ({ body: gzipSync('id,name\n1,ada\n2,"b\nob"\n'), headers: { 'content-type': 'text/csv' } }));
    const target = await recordFolder(folder, http);
    expect(readFileSync(join(target, 'full/001.body.csv'), 'utf8')).toBe('id,name\n1,ada\n2,"b\nob"\n');
    expect(await verdictsOf(folder)).toContain('read pass: 1 page, 2 records');
  });

  it('is not written when the stream cannot be read', async () => {
    const folder = folders.create({ 'manifest.yaml': makeManifest() });
    await expect(recordFolder(folder, new ScriptedHttp(() => ({ status: 401, body: { message: 'who are you?' } })))).rejects.toThrow(
      'who are you?',
    );
    expect(readdirSync(folder)).not.toContain('fixtures');
  });

  it.each(['../../outside', 'a/b', 'CON', 'con', 'Ümläut', '.hidden', 'x'.repeat(300), '..', 'a\u0000b', '\ud800'])(
    'of the stream %j stays in its folder',
    async (name) => {
      const folder = folders.create({ 'manifest.yaml': makeManifest({ name, requester: { path: '/items' } }) });
      await recordFolder(folder, new ScriptedHttp(() => ({ body: { items: [{ id: 1 }] } })), { stream: name });
      expect(readdirSync(folder).sort()).toEqual(['fixtures', 'manifest.yaml', 'source.yaml']);
      expect(readdirSync(join(folder, 'fixtures'))).toEqual([expect.stringMatching(/^[a-z0-9][a-z0-9-]{0,60}$/)]);
      expect(await verdictsOf(folder)).toContain('read pass: 1 page, 1 record');
    },
  );
});

describe('fixtures that were tampered with', () => {
  const recorded = async (): Promise<{ folder: string; full: string }> => {
    const folder = folders.create({ 'manifest.yaml': makeManifest() });
    const target = await recordFolder(folder, new ScriptedHttp(() => ({ body: { items: [{ id: 1 }] } })));
    return { folder, full: join(target, 'full') };
  };
  const edit = (path: string, from: string, to: string): void => writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));

  it.each(['../../../source.yaml', '/etc/passwd', '001.body.json/..', 'C:\\secrets.txt'])('cannot name the body %j', async (body) => {
    const { folder, full } = await recorded();
    edit(join(full, '001.yaml'), 'body: 001.body.json', `body: ${JSON.stringify(body)}`);
    await expect(testSource(folder)).rejects.toThrow('sources/demo/fixtures/items/full/001.yaml: body must name a file beside it');
  });

  it('cannot be links', async () => {
    const { folder, full } = await recorded();
    rmSync(join(full, '001.body.json'));
    symlinkSync('/dev/zero', join(full, '001.body.json'));
    await expect(testSource(folder)).rejects.toThrow('001.body.json: is not a plain file');
    symlinkSync(folder, join(folder, 'fixtures', 'elsewhere'));
    await expect(testSource(folder)).rejects.toThrow('fixtures/elsewhere: is a link');
  });

  it('are named with their place when they are no YAML, no fixture, or of another stream', async () => {
    const { folder, full } = await recorded();
    const head = join(full, '001.yaml');
    const before = readFileSync(head, 'utf8');
    writeFileSync(head, 'a: [');
    await expect(testSource(folder)).rejects.toThrow('full/001.yaml: is not YAML');
    writeFileSync(head, 'request: 5');
    await expect(testSource(folder)).rejects.toThrow('full/001.yaml: request:');
    writeFileSync(head, before);
    rmSync(join(full, '001.body.json'));
    await expect(testSource(folder)).rejects.toThrow('full/001.body.json: is not there');
    edit(join(folder, 'fixtures/items/recording.yaml'), 'stream: items', 'stream: ../others');
    await expect(testSource(folder)).rejects.toThrow('recording.yaml: is of the stream "../others"');
    mkdirSync(join(folder, 'fixtures/empty'));
    await expect(testSource(folder)).rejects.toThrow('fixtures/empty/recording.yaml: is not there');
  });
});
