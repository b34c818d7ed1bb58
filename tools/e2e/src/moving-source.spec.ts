import type { CuratedRecord, Run } from '@twl/contracts';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';

jest.setTimeout(120_000);

type Item = Record<string, unknown>;
const posts = (from: number, to: number): Item[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ id: from + i, text: `post ${String(from + i)}` }));

describe('a source that changes while it is read, or between two runs', () => {
  const folders = new TempFolders();
  let sourcesDir: string;
  let env: Record<string, string>;
  let server: Server;
  let items: Item[];
  let afterPage: () => void;

  beforeAll(async () => {
    server = createServer((request, answer) => {
      const page = Number(new URL(request.url!, 'http://x').searchParams.get('page') ?? '1');
      answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(items.slice((page - 1) * 10, page * 10)));
      afterPage();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    sourcesDir = folders.create();
    env = { DATA_DIR: folders.create(), SOURCES_DIR: sourcesDir, SIMULATOR: 'off' };
    afterPage = () => undefined;
  });
  afterAll(async () => {
    server.close();
    await folders.remove();
  });

  const add = (stream: object = {}): void => {
    const { port } = server.address() as AddressInfo;
    const retriever = {
      type: 'SimpleRetriever',
      requester: { type: 'HttpRequester', url_base: `http://127.0.0.1:${String(port)}`, path: '/' },
      record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
      paginator: {
        type: 'DefaultPaginator',
        page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
        pagination_strategy: { type: 'PageIncrement', start_from_page: 1, page_size: 10 },
      },
    };
    const streams = [{ type: 'DeclarativeStream', name: 'posts', primary_key: 'id', retriever, ...stream }];
    const manifest = { version: '6.0.0', type: 'DeclarativeSource', check: { type: 'CheckStream', stream_names: ['posts'] }, streams };
    mkdirSync(join(sourcesDir, 'moving'));
    writeFileSync(join(sourcesDir, 'moving', 'manifest.yaml'), JSON.stringify(manifest));
    writeFileSync(join(sourcesDir, 'moving', 'source.yaml'), JSON.stringify({ allowHttp: true, allowPrivateAddresses: true }));
  };
  const run = async (): Promise<Run> => (JSON.parse((await twl(['run', 'moving', '--json'], env)).stdout) as { runs: [Run] }).runs[0];
  const records = async (): Promise<CuratedRecord[]> => {
    const { stdout } = await twl(['export', '--canonical'], env);
    return stdout.trim() === ''
      ? []
      : stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as CuratedRecord);
  };

  it('fault 28: an item put in front while it is paged is seen twice and stored once, and found by the next run', async () => {
    add();
    items = posts(1, 25);
    afterPage = () => {
      if (items.length === 25) items = [{ id: 0, text: 'new' }, ...items];
    };
    expect(await run()).toMatchObject({ state: 'succeeded', counts: { fetched: 26, new: 25, duplicate: 1 } });
    expect((await records()).map(({ key }) => Number(key)).sort((a, b) => a - b)).toEqual(posts(1, 25).map(({ id }) => id));
    expect(await run()).toMatchObject({ state: 'succeeded', counts: { fetched: 26, new: 1, unchanged: 25 } });
    expect(await records()).toHaveLength(26);
  });

  it('fault 29: one that is suddenly empty is suspect once, and nothing is deleted', async () => {
    add();
    items = posts(1, 40);
    expect((await run()).state).toBe('succeeded');
    items = [];
    expect(await run()).toMatchObject({ state: 'suspect', reason: expect.stringContaining('SUSPICIOUS_SHRINK: 0 records') as string });
    expect(await records()).toHaveLength(40);
    expect((await run()).reason ?? '').not.toContain('SUSPICIOUS_SHRINK');
    expect(await records()).toHaveLength(40);
  });

  const sync = { type: 'DatetimeBasedCursor', cursor_field: 'at', datetime_format: '%Y-%m-%d', start_datetime: '2020-01-01' };

  it('fault 31: a version that is older by its own time does not replace a newer one; of equal times the later seen counts', async () => {
    add({ incremental_sync: sync });
    items = [
      { id: 1, at: '2024-05-05', text: 'new' },
      { id: 2, at: '2024-05-05', text: 'first' },
    ];
    await run();
    items = [
      { id: 1, at: '2024-01-01', text: 'old' },
      { id: 2, at: '2024-05-05', text: 'second' },
    ];
    expect((await run()).counts).toMatchObject({ fetched: 2, stale: 1, changed: 1 });
    expect((await records()).map(({ data }) => data['text'])).toEqual(['new', 'second']);
  });

  it('fault 31: times that are none have an outcome each, and stop nothing', async () => {
    add({ incremental_sync: sync });
    items = [null, '', 'yesterday', 7, '9999-99-99', {}, '2024-05-05'].map((at, id) => ({ id, at }));
    const { state, counts } = await run();
    expect(['succeeded', 'partial']).toContain(state);
    expect(counts.fetched).toBe(7);
    expect((await records()).map(({ key }) => key)).toContain('6');
  });
});
