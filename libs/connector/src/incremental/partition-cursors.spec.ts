import type { Json } from '@twl/contracts';
import { cursor, inPath, listRouter, requestOption, parentStream, readPartitions } from '../partition/partitioned-read.factory';
import { makeStream } from '../testing/manifests';
import type { SeenRequest } from '../testing/scripted-http';

describe('a cursor per partition', () => {
  const teams = listRouter('team', ['a', 'b'], requestOption('team'));
  const records = ({ query }: SeenRequest) => [{ id: query['team'], at: query['team'] === 'a' ? 30 : 60 }];

  it('keeps a state for each, and one for those to come', async () => {
    const { cursor: state } = await readPartitions({ router: teams, stream: { incremental_sync: cursor }, answer: records });
    expect(state).toEqual({
      use_global_cursor: false,
      states: [
        { partition: { team: 'a' }, cursor: { at: '30' } },
        { partition: { team: 'b' }, cursor: { at: '60' } },
      ],
      state: { at: '60' },
      lookback_window: 0,
    });
  });

  const afterwards = ['', ', though one is wanted for all by now'].map((what, at) => [what, at === 1] as const);
  it.each(afterwards)('goes on from the state of each%s; a new one begins where all were', async (_what, global_substream_cursor) => {
    const state = {
      states: [{ partition: { team: 'a' }, cursor: { at: '30' } }],
      state: { at: '50' },
      lookback_window: 5,
      use_global_cursor: false,
    };
    const incremental_sync = { ...cursor, global_substream_cursor };
    const { http, cursor: reached } = await readPartitions({ router: teams, stream: { incremental_sync }, state, answer: () => [] });
    expect(http.lines).toEqual(['GET /items?team=a&from=30', 'GET /items?team=b&from=45']);
    expect(reached).toMatchObject({ use_global_cursor: false, states: [{ partition: { team: 'a' } }, { partition: { team: 'b' } }] });
  });

  it('takes a state of one cursor for all', async () => {
    const { http } = await readPartitions({ router: teams, stream: { incremental_sync: cursor }, state: { at: '50' }, answer: () => [] });
    expect(http.lines).toEqual(['GET /items?team=a&from=50', 'GET /items?team=b&from=50']);
  });

  it('compares a state in another form by what it says', async () => {
    const incremental_sync = { ...cursor, cursor_datetime_formats: ['%a, %d %b %Y %H:%M:%S', '%s'] };
    const state = { states: [], state: { at: 'Thu, 01 Jan 1970 00:00:50' }, use_global_cursor: false };
    const { cursor: reached } = await readPartitions({ router: teams, stream: { incremental_sync }, state, answer: records });
    expect(reached).toMatchObject({ state: { at: '60' } });
  });

  it('takes a state of the old form when told to', async () => {
    const stream = { incremental_sync: cursor, state_migrations: [{ type: 'LegacyToPerPartitionStateMigration' }] };
    const response = ({ path }: SeenRequest) => (path === '/parents' ? [{ id: '7' }, { id: '8' }] : []);
    const { http } = await readPartitions({
      router: parentStream(),
      requester: inPath,
      stream,
      answer: response,
      state: { '7': { at: '20' } },
    });
    expect(http.lines.slice(1)).toEqual(['GET /items/7?from=20', 'GET /items/8?from=0']);
  });

  it('is one for all where the manifest says so', async () => {
    const { cursor: state } = await readPartitions({
      router: teams,
      stream: { incremental_sync: { ...cursor, global_substream_cursor: true } },
      answer: records,
    });
    expect(state).toEqual({ use_global_cursor: true, state: { at: '60' }, lookback_window: 0 });
  });

  it('keeps the state of a parent that is read incrementally', async () => {
    const stream = makeStream({ name: 'parents', stream: { incremental_sync: cursor } });
    const response = ({ path }: SeenRequest) => (path === '/parents' ? [{ id: 'p1', at: 70 }] : [{ id: 1, at: 40 }]);
    const router = parentStream({ incremental_dependency: true }, stream);
    const first = await readPartitions({ router, requester: inPath, stream: { incremental_sync: cursor }, answer: response });
    expect(first.cursor).toMatchObject({
      parent_state: { parents: { at: '70' } },
      states: [{ partition: { parent_id: 'p1', parent_slice: {} }, cursor: { at: '40' } }],
    });
    const second = await readPartitions({
      router,
      requester: inPath,
      stream: { incremental_sync: cursor },
      answer: response,
      state: first.cursor,
    });
    expect(second.http.lines).toEqual(['GET /parents?from=70', 'GET /items/p1?from=40']);
  });

  describe('begins a parent that has no state of its own', () => {
    const one = { partition: { parent_id: 'p1' }, cursor: { at: '40' } };
    const cases: [what: string, state: Json, expected: string][] = [
      ['where the child is', { at: '50' }, 'GET /parents?from=50'],
      ['where all partitions are', { states: [one], state: { at: '30' } }, 'GET /parents?from=30'],
      ['anew where there are states of partitions alone', { states: [one] }, 'GET /parents?from=0'],
      ['anew where the state says that all was read', { __ab_full_refresh_sync_complete: true }, 'GET /parents?from=0'],
    ];
    it.each(cases)('%s', async (_what, state, expected) => {
      const incremental_sync = { ...cursor, cursor_field: "{{ 'at' }}" };
      const router = parentStream({ incremental_dependency: true }, makeStream({ name: 'parents', stream: { incremental_sync } }));
      const { http } = await readPartitions({ router, requester: inPath, stream: { incremental_sync: cursor }, state, answer: () => [] });
      expect(http.lines).toEqual([expected]);
    });
  });
});
