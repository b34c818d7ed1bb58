import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const option = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });
const cursorOf = (more: Record<string, unknown> = {}) => ({
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%Y-%m-%d',
  start_datetime: '2024-01-01',
  end_datetime: '2024-01-08',
  step: 'P10D',
  cursor_granularity: 'P1D',
  start_time_option: option('from'),
  end_time_option: option('to'),
  ...more,
});
const requester = {
  error_handler: { type: 'DefaultErrorHandler', response_filters: [{ http_codes: [422], action: 'SPLIT_REQUEST_WINDOW' }] },
};
const days = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, at: `2024-01-0${index + 1}` }));
const atMost =
  (most: number) =>
  ({ query }: SeenRequest) => {
    const found = days.filter(({ at }) => at >= query['from']! && at <= query['to']!);
    return found.length > most ? { status: 422 } : { body: { items: found } };
  };
const load = (splitting: Record<string, unknown>, more: { cursor?: Record<string, unknown>; http?: ScriptedHttp } = {}) =>
  loadFolder({
    manifest: makeManifest({
      retriever: { request_window_splitting: { type: 'RequestWindowSplitting', ...splitting } },
      requester,
      stream: { incremental_sync: cursorOf(more.cursor) },
    }),
    http: more.http ?? new ScriptedHttp(() => ({})),
  });
const read = async (splitting: Record<string, unknown>, most: number) => {
  const http = new ScriptedHttp(atMost(most));
  const source = await load(splitting, { http });
  expect(source.problems).toEqual([]);
  const result = await readStream(source.streams[0]!);
  return { ...result, asked: http.seen.map(({ query }) => `${query['from']!.slice(-2)}-${query['to']!.slice(-2)}`) };
};

describe('RequestWindowSplitting', () => {
  it('reads the halves of a stretch, and their halves, one after the other', async () => {
    const { asked, items, end, cursor } = await read({}, 3);
    expect(asked).toEqual(['01-08', '01-04', '01-02', '03-04', '05-08', '05-06', '07-08']);
    expect([fieldsOf(items, 'id'), end.state, cursor]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], 'complete', { at: '2024-01-08' }]);
  });

  it('fails where the shortest stretch is refused as well', async () => {
    const { asked, end } = await read({ failure_message: 'Ask for less.' }, 0);
    expect(asked).toEqual(['01-08', '01-04', '01-02', '01-01']);
    expect(end).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/cannot be divided any further\) Ask for less\.$/) as string,
    });
  });

  it('leaves stretches whole that are as short as the manifest wants them', async () => {
    const { asked } = await read({ min_split_window: 'P3D' }, 0);
    expect(asked).toEqual(['01-08', '01-04']);
  });

  const refusals: [what: string, splitting: Record<string, unknown>, cursor: Record<string, unknown>, problem: RegExp][] = [
    ['no granularity', {}, { step: undefined, cursor_granularity: undefined }, /with step and cursor_granularity/],
    ['filtering here', {}, { is_client_side_incremental: true }, /is_client_side_incremental/],
    ['months', {}, { cursor_granularity: 'P1M' }, /must be a time/],
    ['a granularity that its format cannot write', {}, { cursor_granularity: 'PT1S' }, /cannot write/],
    ['a shortest stretch of no length', { min_split_window: 'P1M' }, {}, /is not a time like P1D/],
  ];
  it.each(refusals)('is refused with %s', async (_what, splitting, cursor, problem) => {
    expect((await load(splitting, { cursor })).problems).toEqual([expect.stringMatching(problem)]);
  });

  it('is needed where an error handler asks for it', async () => {
    const { problems } = await loadFolder({ manifest: makeManifest({ requester }), http: new ScriptedHttp(() => ({})) });
    expect(problems).toEqual([expect.stringMatching(/needs request_window_splitting/)]);
  });
});
