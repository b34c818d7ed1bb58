import type { HttpRequest, HttpResponse, ReadEvent } from '@twl/ports';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse } from '../testing/scripted-http';
import { loadFolder } from '../testing/source-folder';

const moment = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Answers a while later, and counts how many requests are under way together. */
class SlowHttp extends ScriptedHttp {
  most = 0;
  private open = 0;

  override async send(request: HttpRequest): Promise<HttpResponse> {
    this.most = Math.max(this.most, ++this.open);
    for (let turn = 0; turn < 20; turn++) await moment();
    this.open--;
    return await super.send(request);
  }
}

const byToken = {
  paginator: {
    type: 'DefaultPaginator',
    page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
    pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}' },
  },
};
const threePages = ({ query }: { query: Record<string, string> }): ScriptedResponse => {
  const page = Number(query['page'] ?? 1);
  return { body: { items: [{ id: page }], ...(page < 3 ? { next: page + 1 } : {}) } };
};
const begin = async (manifest: unknown, http: ScriptedHttp) => {
  const { streams, problems } = await loadFolder({ manifest, http });
  expect(problems).toEqual([]);
  return streams[0]!.read({ cursor: null, previous: () => undefined, signal: new AbortController().signal, budgetMs: 60_000 });
};
const drain = async (events: AsyncIterable<ReadEvent>) => {
  const told: ReadEvent[] = [];
  for await (const event of events) told.push(event);
  return told;
};
const until = async (holds: () => boolean) => {
  for (let turn = 0; turn < 1000 && !holds(); turn++) await moment();
};

describe('requests while pages are stored', () => {
  it('asks for the next page meanwhile, for no more than that, and tells of it afterwards', async () => {
    const http = new ScriptedHttp(threePages);
    const events = await begin(makeManifest({ retriever: byToken }), http);
    const first = await events.next();
    expect(first.value).toMatchObject({ kind: 'page', page: { request: { url: expect.not.stringContaining('page=') as string } } });
    await until(() => http.lines.length > 1);
    await until(() => http.lines.length > 2);
    expect(http.lines).toEqual(['GET /items', 'GET /items?page=2']);
    const told = await drain(events);
    expect(told.map(({ kind }) => kind)).toEqual(['page', 'page', 'end']);
    expect(http.lines).toEqual(['GET /items', 'GET /items?page=2', 'GET /items?page=3']);
  });

  it('tells that the next page fails only when the one before is stored', async () => {
    const http = new ScriptedHttp((request) => (request.query['page'] ? { status: 403, body: {} } : threePages(request)));
    const events = await begin(makeManifest({ retriever: byToken }), http);
    expect((await events.next()).value).toMatchObject({ kind: 'page' });
    await until(() => http.lines.length > 1);
    expect((await drain(events)).map((event) => (event.kind === 'end' ? event.state : event.kind))).toEqual(['failed']);
  });

  it('lets go of a page that was asked for and is not wanted any more', async () => {
    const http = new ScriptedHttp(threePages);
    const events = await begin(makeManifest({ retriever: byToken }), http);
    await events.next();
    await until(() => http.lines.length > 1);
    await events.return(undefined);
    await until(() => false);
    expect(http.lines).toHaveLength(2);
  });
});

describe('requests of partitions', () => {
  const partition_router = {
    type: 'ListPartitionRouter',
    values: ['a', 'b', 'c', 'd', 'e', 'f'],
    cursor_field: 'x',
    request_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'x' },
  };
  const manifest = (level: number) =>
    makeManifest({
      retriever: { partition_router },
      manifest: { concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: level } },
    });

  it.each([1, 2, 4])('overlap up to a concurrency_level of %d', async (level) => {
    const http = new SlowHttp(({ query }) => ({ body: { items: [{ id: query['x'] }] } }));
    const told = await drain(await begin(manifest(level), http));
    expect(told.filter(({ kind }) => kind === 'page')).toHaveLength(6);
    expect(http.most).toBe(level);
  });
});
