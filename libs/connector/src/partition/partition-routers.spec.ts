import { cursor, inPath, listRouter, requestOption, parentStream, readPartitions } from './partitioned-read.factory';
import { makeStream } from '../testing/manifests';
import type { SeenRequest } from '../testing/scripted-http';
import { fieldsOf } from '../testing/source-folder';

describe('ListPartitionRouter', () => {
  it('asks once per value, where the manifest wants it', async () => {
    const { http, pages } = await readPartitions({ router: listRouter('team', ['a', 'b'], requestOption('team')) });
    expect(http.lines).toEqual(['GET /items?team=a', 'GET /items?team=b']);
    expect(pages.map(({ partition }) => partition)).toEqual([{ team: 'a' }, { team: 'b' }]);
  });

  it('reads its values from a template, and gives them to others', async () => {
    const { http } = await readPartitions({
      router: listRouter('n', '{{ [1, 2] }}'),
      requester: { path: '/items/{{ stream_partition.n }}/{{ stream_slice["n"] }}' },
    });
    expect(http.lines).toEqual(['GET /items/1/1', 'GET /items/2/2']);
  });

  it('gives the partition to transformations, from the page alone', async () => {
    const transformations = [{ type: 'AddFields', fields: [{ path: ['team'], value: '{{ stream_partition.team }}' }] }];
    const { items } = await readPartitions({ router: listRouter('team', ['a', 'b']), stream: { transformations } });
    expect(fieldsOf(items, 'team')).toEqual(['a', 'b']);
  });
});

describe('several routers', () => {
  it('make every combination, the first one outermost', async () => {
    const { http } = await readPartitions({
      router: [listRouter('a', ['1', '2'], requestOption('a')), listRouter('b', ['x', 'y'], requestOption('b'))],
    });
    expect(http.seen.map(({ query }) => `${query['a']}${query['b']}`)).toEqual(['1x', '1y', '2x', '2y']);
  });

  it('are united to each value once', async () => {
    const router = {
      type: 'UnionPartitionRouter',
      partition_field: 'team',
      partition_routers: [listRouter('team', ['a', 'b']), listRouter('team', ['b', 'c'])],
    };
    const { http } = await readPartitions({ router, requester: { path: '/{{ stream_partition.team }}' } });
    expect(http.lines).toEqual(['GET /a', 'GET /b', 'GET /c']);
  });

  it('are grouped into lists', async () => {
    const router = { type: 'GroupingPartitionRouter', group_size: 2, underlying_partition_router: listRouter('id', ['1', '2', '2', '3']) };
    const { http } = await readPartitions({
      router,
      requester: { request_parameters: { ids: "{{ stream_partition['id'] | join(',') }}" } },
    });
    expect(http.lines).toEqual(['GET /items?ids=1,2', 'GET /items?ids=3']);
  });
});

describe('SubstreamPartitionRouter', () => {
  const response = ({ path }: SeenRequest) =>
    path === '/parents' ? [{ id: 'p1', name: 'one', meta: { code: 7 } }, { id: 'p2', name: 'two' }, { name: 'no id' }] : [{ id: path }];

  it('asks once per record of the parent, whose own pages are not handed out', async () => {
    const { http, pages, items } = await readPartitions({ router: parentStream(), requester: inPath, answer: response });
    expect(http.lines).toEqual(['GET /parents', 'GET /items/p1', 'GET /items/p2']);
    expect(pages.map(({ partition }) => partition)).toEqual([
      { parent_id: 'p1', parent_slice: {} },
      { parent_id: 'p2', parent_slice: {} },
    ]);
    expect(fieldsOf(items, 'id')).toEqual(['/items/p1', '/items/p2']);
  });

  it('reads the pages of the parent only as far as they are needed', async () => {
    const order: string[] = [];
    const paginator = {
      type: 'DefaultPaginator',
      pagination_strategy: { type: 'PageIncrement', page_size: 1 },
      page_token_option: requestOption('page'),
    };
    const stream = makeStream({ name: 'parents', retriever: { paginator } });
    await readPartitions({
      router: parentStream({}, stream),
      requester: inPath,
      answer: ({ path, query }) => {
        order.push(path);
        return path === '/parents' ? (query['page'] === '6' ? [] : [{ id: `p${query['page'] ?? 0}` }]) : [{ id: 1 }];
      },
    });
    expect(order.indexOf('/items/p0')).toBeLessThan(order.lastIndexOf('/parents'));
    expect(order.filter((path) => path !== '/parents')).toEqual([
      '/items/p0',
      '/items/p1',
      '/items/p2',
      '/items/p3',
      '/items/p4',
      '/items/p5',
    ]);
  });

  it('reads what is below the page before one that fails, but for its last record', async () => {
    const paginator = {
      type: 'DefaultPaginator',
      pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ missing_here }}' },
      page_token_option: requestOption('page'),
    };
    const { http, end } = await readPartitions({
      router: parentStream({}, makeStream({ name: 'parents', retriever: { paginator } })),
      requester: inPath,
      answer: ({ path }) => (path === '/parents' ? [{ id: 'p1' }, { id: 'p2' }] : [{ id: path }]),
    });
    expect(http.lines).toEqual(['GET /parents', 'GET /items/p1']);
    expect(end).toMatchObject({ state: 'failed' });
  });

  it('gives fields of the parent record along', async () => {
    const router = parentStream({ extra_fields: [['name'], ['meta', 'code']] });
    const transformations = [
      {
        type: 'AddFields',
        fields: [{ path: ['from'], value: "{{ stream_slice.extra_fields['name'] }}/{{ stream_slice.extra_fields['meta.code'] }}" }],
      },
    ];
    const { items } = await readPartitions({ router, requester: inPath, stream: { transformations }, answer: response });
    expect(fieldsOf(items, 'from')).toEqual(['one/7', 'two/None']);
  });

  it('shows of a slice its own fields alone', async () => {
    const router = parentStream({ extra_fields: [['name']] });
    const transformations = [{ type: 'AddFields', fields: [{ path: ['slice'], value: '{{ stream_slice }}' }] }];
    const incremental_sync = { ...cursor, is_client_side_incremental: true, end_datetime: '50' };
    const stream = { transformations, incremental_sync };
    const { items } = await readPartitions({
      router,
      requester: inPath,
      stream,
      answer: ({ path }) => (path === '/parents' ? [{ id: 'p' }] : [{ id: 1, at: 20 }]),
    });
    expect(fieldsOf(items, 'slice')).toEqual([{ parent_id: 'p', parent_slice: {}, start_time: '0', end_time: '50' }]);
  });

  it('nests, and tells each partition the one above it', async () => {
    const middle = makeStream({
      name: 'middles',
      requester: { path: '/middles/{{ stream_partition.parent_id }}' },
      retriever: { partition_router: parentStream() },
    });
    const { pages } = await readPartitions({
      router: parentStream({ partition_field: 'middle_id' }, middle),
      requester: { path: '/items/{{ stream_partition.middle_id }}' },
      answer: ({ path }) => (path === '/parents' ? [{ id: 'p' }] : [{ id: 'm' }]),
    });
    expect(pages.map(({ partition }) => partition)).toEqual([{ middle_id: 'm', parent_slice: { parent_id: 'p', parent_slice: {} } }]);
  });
});

describe('partitions side by side', () => {
  const values = Array.from({ length: 12 }, (_, index) => String(index));

  it('are read as many at a time as the manifest allows, and all of them', async () => {
    const { items, end } = await readPartitions({
      router: listRouter('n', values, requestOption('n')),
      concurrency: 4,
      answer: ({ query }) => [{ id: query['n'] }],
    });
    expect(fieldsOf(items, 'id').toSorted()).toEqual(values.toSorted());
    expect(end.state).toBe('complete');
  });

  it('that are done are not read again after a wait that was too long', async () => {
    let limited = true;
    const response = ({ query }: SeenRequest) => (query['n'] === '2' && limited ? ['limited'] : [{ id: query['n'] }]);
    const first = await readPartitions({ router: listRouter('n', ['1', '2', '3'], requestOption('n')), answer: response, budgetMs: 1000 });
    expect(first.end.state).toBe('deferred');
    limited = false;
    const second = await readPartitions({
      router: listRouter('n', ['1', '2', '3'], requestOption('n')),
      answer: response,
      state: first.cursor,
    });
    expect(second.http.lines).toEqual(['GET /items?n=2', 'GET /items?n=3']);
  });
});
