import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const strategy = (more: Record<string, unknown> = {}) => ({ type: 'CursorPagination', cursor_value: '{{ response.next }}', ...more });
const paginator = (more?: Record<string, unknown>, option: Record<string, unknown> | undefined = place('request_parameter')) => ({
  type: 'DefaultPaginator',
  ...(option && { page_token_option: option }),
  pagination_strategy: strategy(more),
});
const place = (inject_into: string) => ({ type: 'RequestOption', inject_into, field_name: 'cursor' });

/** Reads two pages, the second with a token; gives the request of the second and how many there were. */
const secondRequest = async (next: unknown, retriever: Record<string, unknown>, requester?: Record<string, unknown>) => {
  const http = new ScriptedHttp((_request, count) => ({ body: { items: [{ id: count }], next: count === 1 ? next : null } }));
  const source = await loadFolder({ manifest: makeManifest({ retriever, requester }), http });
  expect(source.problems).toEqual([]);
  await readStream(source.streams[0]!);
  return { second: http.seen[1], requests: http.seen.length };
};

const texts = [
  '1e5', '1E5', '007', '1_000', '0x10', '0b1', '1.10', '10.0', '.5', '5.', '+5', '-0', '1j', 'None', 'True', 'False', 'null', '0', '00', '0.0',
  '123456789012345678901234567890', '1e400', '[1,2]', '[1, 2]', '{"id": 1}', "{'id': 1}", '(1, 2)', '()', '{}', '[]', "'quoted'", '"quoted"',
  'b"x"', ' 7', '# a', '2026-01-01', 'x+/=&?%20', 'ünï', '5', '-17', '1.5',
]; // prettier-ignore

describe('a page token that is text', () => {
  it.each(texts)('reaches the source as the source wrote it: %s', async (token) => {
    const { second } = await secondRequest(token, { paginator: paginator() });
    expect(second?.query).toEqual({ cursor: token });
  });

  const templates: [where: string, requester: Record<string, unknown>, seen: (request: SeenRequest) => unknown][] = [
    ['a parameter', { request_parameters: { cursor: '{{ next_page_token.next_page_token }}' } }, ({ query }) => query['cursor']],
    ['a header', { request_headers: { cursor: "{{ next_page_token['next_page_token'] }}" } }, ({ headers }) => headers['cursor']],
    ['the path', { path: '{{ next_page_token.next_page_token or "first" }}' }, ({ url }) => decodeURIComponent(url.pathname.slice(1))],
    [
      'a form',
      { http_method: 'POST', request_body_data: { cursor: '{{ next_page_token.next_page_token }}' } },
      ({ body }) => new URLSearchParams(body).get('cursor'),
    ],
    ['a text body', { http_method: 'POST', request_body_data: '{{ next_page_token.next_page_token or "first" }}' }, ({ body }) => body],
  ];
  it.each(templates)('also in a template for %s', async (_where, requester, seen) => {
    for (const token of ['1e5', '007', '1_000', '0x10', '1.10', '10.0', "'q'", '[1,2]', 'True', '0']) {
      const { second } = await secondRequest(token, { paginator: paginator({}, undefined) }, requester);
      expect(seen(second!)).toBe(token);
    }
  });

  it.each(['1e5', '007', '1.10', '10.0', 'True', '[1, 2]', '0'])('also in JSON: %s', async (token) => {
    const request_body_json = { cursor: '{{ next_page_token.next_page_token }}' };
    const injected = await secondRequest(token, { paginator: paginator({}, place('body_json')) }, { http_method: 'POST' });
    const declared = await secondRequest(token, { paginator: paginator({}, undefined) }, { http_method: 'POST', request_body_json });
    expect([injected, declared].map(({ second }) => JSON.parse(second!.body) as unknown)).toEqual([{ cursor: token }, { cursor: token }]);
  });

  it.each([
    '{{ \'{"after": "\' ~ response.next ~ \'"}\' }}',
    '{{ \'{"after": "\' + response.next + \'"}\' if response.next else "" }}',
    "{{ {'after': response.next} | tojson }}",
  ])('is a mapping where the template writes one around it, as for GraphQL: %s', async (cursor_value) => {
    const stop_condition = '{{ not response.next }}';
    const { second } = await secondRequest(
      '1e5',
      { paginator: paginator({ cursor_value, stop_condition }, place('body_json')) },
      { http_method: 'POST' },
    );
    expect(JSON.parse(second!.body)).toEqual({ cursor: { after: '1e5' } });
  });

  it('is a number in JSON where that writes back to the same text', async () => {
    const { second } = await secondRequest('17', { paginator: paginator({}, place('body_json')) }, { http_method: 'POST' });
    expect(JSON.parse(second!.body)).toEqual({ cursor: 17 });
  });
});

describe('a page token of another kind', () => {
  it.each([
    ['a list', [5, 'x']],
    ['an object', { id: '1e5', at: [1.5, null, true] }],
  ])('stays what it is in JSON: %s', async (_what, token) => {
    const { second } = await secondRequest(token, { paginator: paginator({}, place('body_json')) }, { http_method: 'POST' });
    expect(JSON.parse(second!.body)).toEqual({ cursor: token });
  });

  it('stays a list where a template has more than one part', async () => {
    const cursor_value = '{% if response.next %}{{ response.next }}{% endif %}';
    const { second } = await secondRequest(
      [17, 'x'],
      { paginator: paginator({ cursor_value }, place('body_json')) },
      { http_method: 'POST' },
    );
    expect(JSON.parse(second!.body)).toEqual({ cursor: [17, 'x'] });
  });

  it('is what a template spells out', async () => {
    const cursor_value = "{'id': {{ response.next }}, 'up': True}";
    const { second } = await secondRequest(7, { paginator: paginator({ cursor_value }, place('body_json')) }, { http_method: 'POST' });
    expect(JSON.parse(second!.body)).toEqual({ cursor: { id: 7, up: true } });
  });

  it.each([
    ['null', null, {}, 1],
    ['false', false, {}, 1],
    ['empty text', '', {}, 1],
    ['an empty object', {}, {}, 1],
    ['0', 0, {}, 1],
    ['0 where a stop condition says the end', 0, { stop_condition: '{{ response.next is none }}' }, 2],
    ['false where a stop condition says the end', false, { stop_condition: '{{ response.next is none }}' }, 1],
    ['nothing that a template with more than one part writes', null, { cursor_value: '{% if true %}{{ response.next }}{% endif %}' }, 1],
    ['None that the template itself writes', 'x', { cursor_value: "{{ 'None' if response.next == 'x' else 'y' }}" }, 1],
  ])('%s', async (_what, next, more, requests) => {
    expect((await secondRequest(next, { paginator: paginator(more) })).requests).toBe(requests);
  });
});

describe('last_record', () => {
  const selectorOf = (record_filter?: Record<string, unknown>) => ({
    type: 'RecordSelector',
    extractor: { type: 'DpathExtractor', field_path: ['items'] },
    ...(record_filter && { record_filter }),
  });
  const byLastRecord = paginator({ cursor_value: "{{ last_record['id'] }}", stop_condition: '{{ not response.more }}' });
  const pages: Record<string, { id: number; live: boolean; at: string }[]> = Object.fromEntries(
    [['', 1], ['2', 3], ['4', 5]].map(([token, id]) => [
      token,
      [Number(id), Number(id) + 1].map((each) => ({ id: each, live: each < 3 || each > 4, at: each === 3 || each === 4 ? '2020-01-01' : '2026-01-02' })),
    ]),
  ); // prettier-ignore
  const script = ({ query }: SeenRequest) => {
    const token = query['cursor'] ?? '';
    return { body: { items: pages[token] ?? [], more: token !== '4' } };
  };
  const idsOf = async (parts: Parameters<typeof makeManifest>[0]) => {
    const http = new ScriptedHttp(script);
    const source = await loadFolder({ manifest: makeManifest(parts), http });
    const { items, end } = await readStream(source.streams[0]!);
    return { ids: fieldsOf(items, 'id'), state: end.state };
  };

  it('is the last one of a page that the filter empties', async () => {
    const record_selector = selectorOf({ type: 'RecordFilter', condition: '{{ record.live }}' });
    expect(await idsOf({ retriever: { paginator: byLastRecord, record_selector } })).toEqual({ ids: [1, 2, 5, 6], state: 'complete' });
  });

  it('is the last one of a page that has nothing new for the cursor', async () => {
    const incremental_sync = {
      type: 'DatetimeBasedCursor',
      cursor_field: 'at',
      datetime_format: '%Y-%m-%d',
      start_datetime: '2026-01-01',
      is_client_side_incremental: true,
    };
    const read = await idsOf({ retriever: { paginator: byLastRecord, record_selector: selectorOf() }, stream: { incremental_sync } });
    expect(read).toEqual({ ids: [1, 2, 5, 6], state: 'complete' });
  });

  it('is the last one that is left where some are', async () => {
    const record_selector = selectorOf({ type: 'RecordFilter', condition: '{{ record.id != 2 }}' });
    const http = new ScriptedHttp(script);
    const source = await loadFolder({ manifest: makeManifest({ retriever: { paginator: byLastRecord, record_selector } }), http });
    await readStream(source.streams[0]!);
    expect(http.seen[1]?.query).toEqual({ cursor: '1' });
  });
});

describe('the key of a partition', () => {
  const parent = makeStream({ name: 'parents', requester: { path: '/parents' } });
  const config = { type: 'ParentStreamConfig', parent_key: 'id', partition_field: 'part', stream: parent };
  const requests = async (id: unknown, more: Record<string, unknown>, requester: Record<string, unknown>) => {
    const http = new ScriptedHttp(({ path }) => ({ body: { items: path === '/parents' ? [{ id }] : [] } }));
    const partition_router = { type: 'SubstreamPartitionRouter', parent_stream_configs: [{ ...config, ...more }] };
    const source = await loadFolder({ manifest: makeManifest({ retriever: { partition_router }, requester }), http });
    await readStream(source.streams[0]!);
    return http.seen.slice(1);
  };

  it.each(['1e5', '007', '1.10', '0x10', "'q'", 'None', '0'])('reaches the source as the source wrote it: %s', async (id) => {
    const [asked] = await requests(id, {}, { path: '{{ stream_partition.part }}', request_headers: { part: '{{ stream_slice.part }}' } });
    expect([asked?.path.slice(1), asked?.headers['part']]).toEqual([encodeURI(id), id]);
  });

  it('may be the number 0', async () => {
    const option = { request_option: { ...place('request_parameter'), field_name: 'part' } };
    const [asked] = await requests(0, option, {});
    expect(asked?.query).toEqual({ part: '0' });
  });
});
