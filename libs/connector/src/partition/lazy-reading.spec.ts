import { cursor, listRouter, requestOption, parentStream } from './partitioned-read.factory';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

const teams = listRouter('team', ['a', 'b'], requestOption('team'));
const lazy = (lazy_read_pointer: string[]) => parentStream({ lazy_read_pointer });
const inSteps = { ...cursor, end_datetime: '100', step: 'PT60S', cursor_granularity: 'PT1S' };

const read = async (partition_router: unknown, incremental_sync?: unknown) => {
  const parents = [{ id: 'p1', children: { items: [{ id: 5, at: 7 }] } }];
  const http = new ScriptedHttp(({ path }) => ({ body: { items: path === '/parents' ? parents : [] } }));
  const source = await loadFolder({ manifest: makeManifest({ retriever: { partition_router }, stream: { incremental_sync } }), http });
  expect(source.problems).toEqual([]);
  return { http, ...(await readStream(source.streams[0]!)) };
};

describe('the first page of a child', () => {
  const router = lazy(['children']);

  it('is read out of the record of the parent', async () => {
    const { http, items } = await read(router);
    expect(http.lines).toEqual(['GET /parents']);
    expect(fieldsOf(items, 'id')).toEqual([5]);
  });

  const cases: [what: string, router: unknown, cursor: unknown, expected: string[]][] = [
    ['the router is one of a list', [router, teams], undefined, ['GET /items?team=a', 'GET /items?team=b']],
    [
      'the router is within another',
      { type: 'GroupingPartitionRouter', group_size: 2, underlying_partition_router: router },
      undefined,
      ['GET /items'],
    ],
    ['the pointer is empty', lazy([]), undefined, ['GET /items']],
    ['the partition is read in steps', router, inSteps, ['GET /items?from=0', 'GET /items?from=60']],
  ];
  it.each(cases)('is asked for where %s', async (_what, partition_router, cursor, expected) => {
    const { http } = await read(partition_router, cursor);
    expect(http.lines).toEqual(['GET /parents', ...expected]);
  });
});
