import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { loadFolder, readStream } from '../testing/source-folder';

const option = (field_name: string, inject_into = 'request_parameter') => ({ type: 'RequestOption', inject_into, field_name });
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => ({ id: from + index }));

const walk = async (
  paginator: Record<string, unknown>,
  script: (request: SeenRequest, count: number) => ScriptedResponse,
  requester: Record<string, unknown> = {},
) => {
  const http = new ScriptedHttp(script);
  const source = await loadFolder({
    manifest: makeManifest({ retriever: { paginator: { type: 'DefaultPaginator', ...paginator } }, requester }),
    http,
  });
  const result = source.streams[0] && (await readStream(source.streams[0]));
  return { http, lines: http.lines.map((line) => line.replace('GET /items', '')), problems: source.problems, end: result?.end };
};

describe('PageIncrement', () => {
  const cases: [what: string, strategy: Record<string, unknown>, sizes: number[], expected: string[]][] = [
    ['counts from 0, the first page without a number', { page_size: 2 }, [2, 2, 1], ['', '?page=1', '?page=2']],
    ['counts from another start', { page_size: 2, start_from_page: 1 }, [2, 1], ['', '?page=2']],
    [
      'puts the number on the first request when told to',
      { page_size: 2, start_from_page: 1, inject_on_first_request: true },
      [2, 1],
      ['?page=1', '?page=2'],
    ],
    ['stops at the first page that is not full', { page_size: 3 }, [2], ['']],
    ['stops at an empty page when it knows no size', {}, [2, 1, 0], ['', '?page=1', '?page=2']],
    ['reads a size written as text', { page_size: '2' }, [2, 1], ['', '?page=1']],
    ['reads a size from a template', { page_size: '{{ 1 + 1 }}' }, [2, 1], ['', '?page=1']],
  ];
  it.each(cases)('%s', async (_what, strategy, sizes, expected) => {
    const { lines, end } = await walk(
      { pagination_strategy: { type: 'PageIncrement', ...strategy }, page_token_option: option('page') },
      (_request, count) => ({ body: { items: rows(sizes[count - 1]!, count * 10) } }),
    );
    expect(lines).toEqual(expected);
    expect(end?.state).toBe('complete');
  });

  it('counts what the source sent, not what a filter left of it', async () => {
    const http = new ScriptedHttp((_request, count) => ({ body: { items: rows(count === 1 ? 2 : 1, count * 10) } }));
    const manifest = makeManifest({
      retriever: {
        record_selector: {
          type: 'RecordSelector',
          extractor: { type: 'DpathExtractor', field_path: ['items'] },
          record_filter: { type: 'RecordFilter', condition: '{{ record.id > 10 }}' },
        },
        paginator: {
          type: 'DefaultPaginator',
          pagination_strategy: { type: 'PageIncrement', page_size: 2 },
          page_token_option: option('page'),
        },
      },
    });
    const source = await loadFolder({ manifest, http });
    const { items } = await readStream(source.streams[0]!);
    expect(http.seen).toHaveLength(2);
    expect(items.map(({ kind }) => kind)).toEqual(['filtered', 'record', 'record']);
  });
});

describe('OffsetIncrement', () => {
  const cases: [what: string, strategy: Record<string, unknown>, sizes: number[], expected: string[]][] = [
    ['counts records', { page_size: 2 }, [2, 2, 1], ['', '?offset=2', '?offset=4']],
    ['begins with 0 when told to', { page_size: 2, inject_on_first_request: true }, [2, 0], ['?offset=0', '?offset=2']],
    ['stops at an empty page when it knows no size', {}, [3, 1, 0], ['', '?offset=3', '?offset=4']],
    ['reads a size from the response', { page_size: '{{ response.size }}' }, [2, 1], ['', '?offset=2']],
    ['knows no size where the response says none', { page_size: '{{ response.page.size }}' }, [2, 1, 0], ['', '?offset=2', '?offset=3']],
  ];
  it.each(cases)('%s', async (_what, strategy, sizes, expected) => {
    const { lines } = await walk(
      { pagination_strategy: { type: 'OffsetIncrement', ...strategy }, page_token_option: option('offset') },
      (_request, count) => ({ body: { size: 2, items: rows(sizes[count - 1]!, count * 10) } }),
    );
    expect(lines).toEqual(expected);
  });
});

describe('CursorPagination', () => {
  const cases: [what: string, strategy: Record<string, unknown>, responses: ScriptedResponse[], expected: string[]][] = [
    [
      'follows a token of the response',
      { cursor_value: '{{ response.next }}' },
      [{ body: { items: rows(1), next: 'a/b c' } }, { body: { items: rows(1, 5) } }],
      ['', '?token=a/b+c'],
    ],
    [
      'follows a header, in the spelling of the template',
      { cursor_value: "{{ headers['X-Next'] }}" },
      [{ body: { items: rows(1) }, headers: { 'x-next': '7' } }, { body: { items: rows(1, 5) } }],
      ['', '?token=7'],
    ],
    [
      'follows the last record',
      { cursor_value: '{{ last_record.id }}', stop_condition: '{{ last_page_size < 2 }}' },
      [{ body: { items: rows(2, 1) } }, { body: { items: rows(1, 9) } }],
      ['', '?token=2'],
    ],
    [
      'follows the token before',
      { cursor_value: '{{ (last_page_token_value or 0) + 10 }}', stop_condition: '{{ last_page_size == 0 }}' },
      [{ body: { items: rows(2, 1) } }, { body: { items: rows(2, 5) } }, { body: { items: [] } }],
      ['', '?token=10', '?token=20'],
    ],
    [
      'stops where the condition holds',
      { cursor_value: '{{ response.next }}', stop_condition: '{{ not response.more }}' },
      [{ body: { items: rows(1), next: 'b', more: true } }, { body: { items: rows(1, 5), next: 'c', more: false } }],
      ['', '?token=b'],
    ],
    ['stops at a token that is none', { cursor_value: "{{ response.get('next', '') }}" }, [{ body: { items: rows(1) } }], ['']],
  ];
  it.each(cases)('%s', async (_what, strategy, responses, expected) => {
    const { lines, end } = await walk(
      { pagination_strategy: { type: 'CursorPagination', ...strategy }, page_token_option: option('token') },
      (_request, count) => responses[count - 1]!,
    );
    expect(lines).toEqual(expected);
    expect(end?.state).toBe('complete');
  });

  it('stops at a page that is not of the size it asks for', async () => {
    const strategy = {
      type: 'CursorPagination',
      cursor_value: '{{ last_record.id }}',
      page_size: 2,
      stop_condition: '{{ last_page_size < page_size }}',
    };
    const { lines } = await walk({ pagination_strategy: strategy, page_token_option: option('token') }, (_request, count) => ({
      body: { items: rows(count === 1 ? 2 : 1, count * 10) },
    }));
    expect(lines).toEqual(['', '?token=11']);
  });

  it('follows the link of a Link header, as the whole address', async () => {
    const links = [
      '<https://api.test/items?cursor=2&q=x>; rel="next", <https://api.test/items>; rel="first"',
      '<https://api.test/items>; rel="first"',
    ];
    const strategy = {
      type: 'CursorPagination',
      cursor_value: "{{ headers['link']['next']['url'] }}",
      stop_condition: "{{ 'next' not in headers['link'] }}",
    };
    const { lines } = await walk(
      { pagination_strategy: strategy, page_token_option: { type: 'RequestPath' } },
      (_request, count) => ({ body: { items: rows(1, count) }, headers: { link: links[count - 1]! } }),
      { request_parameters: { q: 'x' } },
    );
    expect(lines).toEqual(['?q=x', '?cursor=2&q=x']);
  });

  it.each([
    ['?cursor=2', '?cursor=2&q=x'],
    ['items?cursor=2', '?cursor=2&q=x'],
    ['/items?cursor=2', '?cursor=2&q=x'],
    ['//api.test/items?cursor=2', '?cursor=2&q=x'],
  ])('follows the relative link %s', async (link, expected) => {
    const strategy = { type: 'CursorPagination', cursor_value: '{{ response.next }}' };
    const { lines } = await walk(
      { pagination_strategy: strategy, page_token_option: { type: 'RequestPath' } },
      (_request, count) => ({ body: { items: rows(1, count), next: count === 1 ? link : null } }),
      { request_parameters: { q: 'x' } },
    );
    expect(lines).toEqual(['?q=x', expected]);
  });

  it('does not leave the hosts of the manifest', async () => {
    const strategy = { type: 'CursorPagination', cursor_value: '{{ response.next }}' };
    const { end } = await walk({ pagination_strategy: strategy, page_token_option: { type: 'RequestPath' } }, () => ({
      body: { items: rows(1), next: 'http://169.254.169.254/latest' },
    }));
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('not allowed') as string });
  });
});

describe('page size and token', () => {
  const strategy = { type: 'PageIncrement', page_size: 2 };
  const places: [into: string, seen: (request: SeenRequest) => unknown, expected: unknown][] = [
    ['request_parameter', ({ query }) => query, { size: '2', page: '1' }],
    ['header', ({ headers }) => [headers['size'], headers['page']], ['2', '1']],
    ['body_data', ({ body }) => body, 'page=1&size=2'],
    ['body_json', ({ body }) => JSON.parse(body) as unknown, { page: 1, size: 2 }],
  ];
  it.each(places)('go into %s', async (into, seen, expected) => {
    const paginator = { pagination_strategy: strategy, page_size_option: option('size', into), page_token_option: option('page', into) };
    const { http } = await walk(paginator, (_request, count) => ({ body: { items: rows(count === 1 ? 2 : 1, count * 10) } }), {
      http_method: 'POST',
    });
    expect(seen(http.seen[1]!)).toEqual(expected);
  });

  it('go to a path inside the body', async () => {
    const token = { type: 'RequestOption', inject_into: 'body_json', field_path: ['variables', 'page'] };
    const { http } = await walk(
      { pagination_strategy: strategy, page_token_option: token },
      (_request, count) => ({ body: { items: rows(count === 1 ? 2 : 1, count * 10) } }),
      { http_method: 'POST', request_body_json: { query: 'q', variables: { first: 2 } } },
    );
    expect(JSON.parse(http.seen[1]!.body)).toEqual({ query: 'q', variables: { first: 2, page: 1 } });
  });

  const refusals: [what: string, paginator: Record<string, unknown>, problem: RegExp][] = [
    [
      'a size option without a size',
      { pagination_strategy: { type: 'PageIncrement' }, page_size_option: option('size') },
      /page_size_option needs a page_size/,
    ],
    [
      'both a name and a path',
      { pagination_strategy: strategy, page_token_option: { ...option('a', 'body_json'), field_path: ['b'] } },
      /either field_name or field_path/,
    ],
    [
      'a path outside of a JSON body',
      { pagination_strategy: strategy, page_token_option: { type: 'RequestOption', inject_into: 'header', field_path: ['b'] } },
      /body_json only/,
    ],
    [
      'one place for size and token',
      { pagination_strategy: strategy, page_size_option: option('page'), page_token_option: option('page') },
      /page_size_option and page_token_option write to the same place/,
    ],
    ['a size that is no number', { pagination_strategy: { type: 'PageIncrement', page_size: '{{ "many" }}' } }, /not a whole number/],
  ];
  it.each(refusals)('is refused with %s', async (_what, paginator, problem) => {
    const { problems } = await walk(paginator, () => ({}));
    expect(problems).toEqual([expect.stringMatching(problem)]);
  });
});

describe('PaginationReset', () => {
  const paginator = {
    type: 'DefaultPaginator',
    pagination_strategy: { type: 'PageIncrement', page_size: 2 },
    page_token_option: option('page'),
  };
  const cursor = {
    type: 'DatetimeBasedCursor',
    cursor_field: 'at',
    datetime_format: '%s',
    start_datetime: '0',
    end_datetime: '100',
    start_time_option: option('from'),
  };

  it('begins anew behind the newest record after so many records', async () => {
    const pagination_reset = {
      type: 'PaginationReset',
      action: 'SPLIT_USING_CURSOR',
      limits: { type: 'PaginationResetLimits', number_of_records: 4 },
    };
    const script = ({ query }: SeenRequest) => {
      const first = Number(query['from']) + Number(query['page'] ?? 0) * 2;
      return { body: { items: rows(first < 6 ? 2 : 1, first).map(({ id }) => ({ id, at: id })) } };
    };
    const http = new ScriptedHttp(script);
    const source = await loadFolder({
      manifest: makeManifest({ retriever: { paginator, pagination_reset }, stream: { incremental_sync: cursor } }),
      http,
    });
    const { end, cursor: state } = await readStream(source.streams[0]!);
    expect(http.lines).toEqual([
      'GET /items?from=0',
      'GET /items?page=1&from=0',
      'GET /items?from=3',
      'GET /items?page=1&from=3',
      'GET /items?from=6',
    ]);
    expect([end.state, state]).toEqual(['complete', { at: '6' }]);
  });

  it('begins anew once when the source asks for it', async () => {
    const error_handler = { type: 'DefaultErrorHandler', response_filters: [{ http_codes: [410], action: 'RESET_PAGINATION' }] };
    const http = new ScriptedHttp((_request, count) =>
      count === 2 ? { status: 410 } : { body: { items: rows(count === 1 ? 2 : 1, count) } },
    );
    const source = await loadFolder({ manifest: makeManifest({ retriever: { paginator }, requester: { error_handler } }), http });
    const { end } = await readStream(source.streams[0]!);
    expect(http.lines).toEqual(['GET /items', 'GET /items?page=1', 'GET /items']);
    expect(end.state).toBe('complete');
  });
});
