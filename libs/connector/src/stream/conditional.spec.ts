import type { FetchedPage } from '@twl/ports';
import { BytesPayload } from '../payload/bytes-payload';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const pageIncrement = {
  type: 'DefaultPaginator',
  page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
  pagination_strategy: { type: 'PageIncrement', page_size: 2 },
};
const pages: Record<string, number[]> = { '0': [1, 2], '1': [3, 4], '2': [5] };
const pageOf = ({ query }: SeenRequest): ScriptedResponse => ({
  headers: { etag: '"1"', 'last-modified': 'Mon, 30 Nov 2026 00:00:00 GMT' },
  body: { items: pages[query['page'] ?? '0']!.map((id) => ({ id })) },
});
const isConditional = ({ headers }: SeenRequest): boolean => 'if-none-match' in headers || 'if-modified-since' in headers;

const read = async (script: (request: SeenRequest) => ScriptedResponse, options: { settings?: unknown; handler?: unknown } = {}) => {
  const http = new ScriptedHttp(script);
  const { settings, handler } = options;
  const requester = handler ? { error_handler: handler } : {};
  const source = await loadFolder({ manifest: makeManifest({ retriever: { paginator: pageIncrement }, requester }), settings, http });
  expect(source.problems).toEqual([]);
  const known = (request: string) => {
    const body = new BytesPayload(Buffer.from(JSON.stringify(pageOf(asked(request)).body)));
    const place = { key: 'k', page: { runId: 'r', runSeq: 1, pageIndex: 0 }, counts: {} as never, open: async () => body };
    return { etag: '"1"', lastModified: 'Mon, 30 Nov 2026 00:00:00 GMT', sha256: body.sha256, ...place };
  };
  const result = await readStream(source.streams[0]!, { previous: known as never });
  return { ...result, http, asked: http.seen.map((request) => (isConditional(request) ? 'conditional' : 'plain')) };
};
const asked = (line: string): SeenRequest => {
  const url = new URL(line.split(' ')[1]!);
  return { query: Object.fromEntries(url.searchParams) } as SeenRequest;
};
const sameOf = (found: FetchedPage[]) => found.map(({ same }) => same);

describe('a source that cannot do with validators', () => {
  it.each([412, 400])('is asked again without them after a %i, and not with them for the pages that follow', async (status) => {
    const result = await read((request) => (isConditional(request) ? { status, body: { message: 'no' } } : pageOf(request)));
    expect(result.end.state).toBe('complete');
    expect(fieldsOf(result.items, 'id')).toEqual([1, 2, 3, 4, 5]);
    expect(sameOf(result.pages)).toEqual([true, true, true]);
    expect(result.asked).toEqual(['conditional', 'plain', 'plain', 'plain']);
  });

  it('is asked without them from the start where its settings say so', async () => {
    const result = await read(pageOf, { settings: { streams: { items: { conditional: false } } } });
    expect(sameOf(result.pages)).toEqual([true, true, true]);
    expect(result.asked).toEqual(['plain', 'plain', 'plain']);
  });

  it('is asked again before an error handler of the manifest has its say', async () => {
    const handler = {
      type: 'DefaultErrorHandler',
      response_filters: [{ type: 'HttpResponseFilter', action: 'IGNORE', http_codes: [412] }],
    };
    const result = await read((request) => (isConditional(request) ? { status: 412 } : pageOf(request)), { handler });
    expect(fieldsOf(result.items, 'id')).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('an error that validators did not cause', () => {
  it('is told, and the next request carries them again', async () => {
    const result = await read((request) =>
      request.query['page'] === '1' ? { status: 400, body: { message: 'bad page' } } : pageOf(request),
    );
    expect(result.end).toMatchObject({ state: 'failed', reason: expect.stringContaining('bad page') });
    expect(result.asked).toEqual(['conditional', 'conditional', 'plain']);
  });
});
