import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse } from '../testing/scripted-http';
import { fieldsOf, loadFolder, QuickClock, readStream } from '../testing/source-folder';

const to = (path: string, http_method = 'GET', changes: Record<string, unknown> = {}) => ({
  type: 'HttpRequester',
  url_base: 'https://api.test',
  path,
  http_method,
  ...changes,
});
const retrieverOf = (changes: Record<string, unknown> = {}) => ({
  type: 'AsyncRetriever',
  record_selector: { type: 'RecordSelector', extractor: { type: 'DpathExtractor', field_path: [] } },
  status_mapping: {
    type: 'AsyncJobStatusMap',
    running: ['run'],
    completed: ['done'],
    failed: ['bad'],
    timeout: ['late'],
    skipped: ['none'],
  },
  status_extractor: { type: 'DpathExtractor', field_path: ['status'] },
  download_target_extractor: { type: 'DpathExtractor', field_path: ['files'] },
  creation_requester: to('/jobs', 'POST'),
  polling_requester: to("/jobs/{{ creation_response['id'] }}"),
  download_requester: to('/files/{{ download_target }}'),
  ...changes,
});

const read = async (responses: Record<string, ScriptedResponse | ScriptedResponse[]>, changes: Record<string, unknown> = {}) => {
  const counts = new Map<string, number>();
  const http = new ScriptedHttp(({ path }) => {
    const response = responses[path];
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    return Array.isArray(response) ? (response[Math.min(count, response.length - 1)] ?? {}) : (response ?? { status: 404 });
  });
  const clock = new QuickClock();
  const { retriever: _simple, ...stream } = (makeManifest().streams as Record<string, unknown>[])[0]!;
  const source = await loadFolder({
    manifest: { ...makeManifest(), streams: [{ ...stream, retriever: retrieverOf(changes) }] },
    http,
    clock,
  });
  expect(source.problems).toEqual([]);
  return { http, clock, ...(await readStream(source.streams[0]!)) };
};
const created = { body: { id: 'J' } };
const done = { body: { status: 'done', files: ['a', 'b'] } };

describe('AsyncRetriever', () => {
  it('creates a job, waits for it, and fetches what it made', async () => {
    const { http, items, clock, end } = await read({
      '/jobs': created,
      '/jobs/J': [{ body: { status: 'run' } }, done],
      '/files/a': { body: [{ id: 1 }] },
      '/files/b': { body: [{ id: 2 }] },
    });
    expect(http.lines).toEqual(['POST /jobs', 'GET /jobs/J', 'GET /jobs/J', 'GET /files/a', 'GET /files/b']);
    expect([fieldsOf(items, 'id'), clock.sleeps, end.state]).toEqual([[1, 2], [5000], 'complete']);
  });

  it('begins a job anew that failed, and gives up after three', async () => {
    const recovered = await read({
      '/jobs': created,
      '/jobs/J': [{ body: { status: 'bad' } }, done],
      '/files/a': { body: [{ id: 1 }] },
      '/files/b': { body: [] },
    });
    expect(recovered.end.state).toBe('complete');
    const lost = await read({ '/jobs': created, '/jobs/J': { body: { status: 'bad' } } });
    expect([lost.end.state, lost.http.seen.filter(({ method }) => method === 'POST').length]).toEqual(['failed', 3]);
  });

  describe('with pages in its downloads', () => {
    const download_paginator = {
      type: 'DefaultPaginator',
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'token' },
      pagination_strategy: { type: 'CursorPagination', cursor_value: "{{ headers['next'] }}" },
    };
    const page = (ids: number[], next?: string) => ({ body: ids.map((id) => ({ id })), ...(next && { headers: { next } }) });
    const files = (...responses: ScriptedResponse[]) =>
      read({ '/jobs': created, '/jobs/J': { body: { status: 'done', files: ['a'] } }, '/files/a': responses }, { download_paginator });

    it('goes on with the same token while the pages differ', async () => {
      const { items, end } = await files(page([1], 's'), page([2], 's'), page([], 's'), page([3], 's'), page([4]));
      expect([fieldsOf(items, 'id'), end.state]).toEqual([[1, 2, 3, 4], 'complete']);
    });

    it('ends where the source repeats the token and the page, which is handed over once', async () => {
      const { items, end } = await files(page([1], 's'), page([2], 's'));
      expect([fieldsOf(items, 'id'), end.state]).toEqual([[1, 2], 'complete']);
      expect(end.notes).toMatchObject([{ code: 'PAGING_REPEATED' }]);
    });
  });

  it('has nothing to fetch where the source skips the job', async () => {
    const { http, end } = await read({ '/jobs': created, '/jobs/J': { body: { status: 'none' } } });
    expect([http.seen.length, end.state]).toEqual([2, 'complete']);
    expect(end).toMatchObject({ unseen: 1, notes: [{ code: 'JOB_SKIPPED' }] });
  });

  it('stops a job that takes too long', async () => {
    const { http, end } = await read(
      { '/jobs': created, '/jobs/J': { body: { status: 'run' } }, '/stop/J': {} },
      { polling_job_timeout: 1, abort_requester: to("/stop/{{ creation_response['id'] }}", 'POST') },
    );
    expect(http.lines.filter((line) => line.startsWith('POST /stop'))).toHaveLength(3);
    expect(end.state).toBe('failed');
  });

  it('fails for a state that it does not know', async () => {
    const { end } = await read({ '/jobs': created, '/jobs/J': { body: { status: 'odd' } } });
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('"odd"') as string });
  });

  it('reads the downloads in a form of their own, and clears away', async () => {
    const { http, items } = await read(
      { '/jobs': created, '/jobs/J': { body: { status: 'done', files: ['a'] } }, '/files/a': { body: 'id,name\n1,x\n' }, '/gone/J': {} },
      { download_decoder: { type: 'CsvDecoder' }, delete_requester: to("/gone/{{ creation_response['id'] }}", 'POST') },
    );
    expect(fieldsOf(items, 'name')).toEqual(['x']);
    expect(http.lines.at(-1)).toBe('POST /gone/J');
  });
});
