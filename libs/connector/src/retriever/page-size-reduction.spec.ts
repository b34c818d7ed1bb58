import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const option = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });
const strategyOf = (more: Record<string, unknown> = {}) => ({ type: 'OffsetIncrement', page_size: 8, ...more });
const retrieverOf = (reduction: Record<string, unknown> = {}, strategy = strategyOf(), paginator: Record<string, unknown> = {}) => ({
  paginator: {
    type: 'DefaultPaginator',
    pagination_strategy: strategy,
    page_size_option: option('size'),
    page_token_option: option('from'),
    ...paginator,
  },
  page_size_reduction: { type: 'PageSizeReduction', ...reduction },
});
const requester = {
  error_handler: {
    type: 'DefaultErrorHandler',
    response_filters: [{ http_codes: [413], action: 'REDUCE_PAGE_SIZE', error_message: 'too much' }],
  },
};
const all = Array.from({ length: 7 }, (_, id) => ({ id }));
const atMost =
  (most: (from: number) => number) =>
  ({ query }: SeenRequest) => {
    const [from, size] = [Number(query['from'] ?? 0), Number(query['size'])];
    return size > most(from) ? { status: 413 } : { body: { items: all.slice(from, from + size) } };
  };

const read = async (retriever: Record<string, unknown>, most: (from: number) => number) => {
  const http = new ScriptedHttp(atMost(most));
  const source = await loadFolder({ manifest: makeManifest({ retriever, requester }), http });
  expect(source.problems).toEqual([]);
  const { items, end, events } = await readStream(source.streams[0]!);
  const waits = events.flatMap((event) => (event.kind === 'wait' ? [event.ms] : []));
  return { asked: http.seen.map(({ query }) => `${query['from'] ?? ''}:${query['size']}`), ids: fieldsOf(items, 'id'), end, waits };
};

describe('PageSizeReduction', () => {
  it('asks for the same page again with fewer records, and stays with fewer', async () => {
    const { asked, ids, waits, end } = await read(retrieverOf(), () => 3);
    expect(asked).toEqual([':8', ':4', ':2', '2:2', '4:2', '6:2']);
    expect([ids, waits, end.state]).toEqual([[0, 1, 2, 3, 4, 5, 6], [500, 1000], 'complete']);
  });

  it('asks for the declared size again after a page that came', async () => {
    const { asked } = await read(retrieverOf({ reset_policy: 'AFTER_SUCCESSFUL_PAGE' }), (from) => (from === 0 ? 4 : 8));
    expect(asked).toEqual([':8', ':4', '4:8']);
  });

  it('asks a few times for the smallest page, then gives up', async () => {
    const { asked, end } = await read(
      retrieverOf({ minimum_page_size: 4, retries_at_minimum_page_size: 1, failure_message: 'Ask for less.' }),
      () => 1,
    );
    expect(asked).toEqual([':8', ':4', ':4']);
    expect(end).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/too much .*smallest page size.*4\) Ask for less\.$/) as string,
    });
  });

  it('gives up after so many reductions in a row', async () => {
    const { asked, end } = await read(retrieverOf({ max_attempts: 1 }), () => 1);
    expect([asked, end.state]).toEqual([[':8', ':4'], 'failed']);
  });

  it('tells a stop condition the size that was asked for', async () => {
    const strategy = strategyOf({
      type: 'CursorPagination',
      cursor_value: '{{ last_record.id + 1 }}',
      stop_condition: '{{ last_page_size < page_size }}',
    });
    const { asked } = await read(retrieverOf({}, strategy), () => 4);
    expect(asked).toEqual([':8', ':4', '4:4']);
  });

  const cursor = (stop_condition: string) => strategyOf({ type: 'CursorPagination', cursor_value: '{{ response.next }}', stop_condition });
  const refusals: [what: string, retriever: Record<string, unknown>, problem: RegExp][] = [
    ['pages that are counted', retrieverOf({}, strategyOf({ type: 'PageIncrement' })), /would skip records/],
    ['no place for the size', retrieverOf({}, strategyOf(), { page_size_option: undefined }), /needs page_size_option/],
    ['a size that is the smallest already', retrieverOf({ minimum_page_size: 8 }), /cannot be reduced to less than 8/],
    ['addresses as tokens', retrieverOf({}, cursor(''), { page_token_option: { type: 'RequestPath' } }), /brings its own page size/],
    ['a condition that a smaller page fulfils', retrieverOf({}, cursor('{{ not response.next or last_page_size < 8 }}')), /stop_condition/],
    ['the same the other way round', retrieverOf({}, cursor('{% if 8 > last_page_size %}x{% endif %}')), /stop_condition/],
    ['a factor that does not reduce', retrieverOf({ reduction_factor: 1 }), /reduction_factor cannot be 1/],
    ['nothing but the action', { paginator: retrieverOf().paginator }, /needs page_size_reduction/],
  ];
  it.each(refusals)('is refused with %s', async (_what, retriever, problem) => {
    const { problems } = await loadFolder({ manifest: makeManifest({ retriever, requester }), http: new ScriptedHttp(() => ({})) });
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });

  it.each(['{{ last_page_size == 0 }}', '{{ last_page_size < 1 }}', '{{ last_page_size < page_size | int }}', '{{ not response.next }}'])(
    'takes the condition %s',
    async (condition) => {
      const manifest = makeManifest({ retriever: retrieverOf({}, cursor(condition)), requester });
      expect((await loadFolder({ manifest, http: new ScriptedHttp(() => ({})) })).problems).toEqual([]);
    },
  );
});
