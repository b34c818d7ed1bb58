import type { StreamComparison } from '../comparison';
import { between, days, parents } from './items';

const child =
  (items: (asked: { path: string; query: Record<string, string> }) => unknown[]): StreamComparison['api'] =>
  () =>
  (asked) =>
    asked.path === '/parents' ? parents : { body: { items: items(asked) } };
const inRange = ({ query }: { query: Record<string, string> }) => between({ query }).body as { items: typeof days };

const ofTwoParents = child(({ path }) =>
  path.split('/').length > 3 ? [{ id: path }] : [{ id: `${path.at(-1)}1` }, { id: `${path.at(-1)}2` }],
);

export const partitions: Record<string, StreamComparison> = {
  list: {
    slicedBy: ['x', 'y'],
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: `${query['x']}${query['y']}` }] } }),
  },
  union: {
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['x'] }] } }),
  },
  substream: { slicedBy: [], api: child(({ path }) => [{ id: path }]) },
  'substream-option': { slicedBy: ['parent'], api: child(({ query }) => [{ id: query['parent'] }]) },
  'substream-headers': {
    slicedBy: [],
    headers: ['x-group'],
    api:
      () =>
      ({ path, headers }) => ({ body: { items: [{ id: path === '/parents' ? headers['x-group'] : path }] } }),
  },
  'substream-lazy': {
    slicedBy: ['page'],
    api:
      () =>
      ({ path }) =>
        path === '/parents'
          ? {
              body: {
                items: [
                  { id: 'p1', kids: { items: [{ id: 'k1' }] } },
                  { id: 'p2', kids: { items: [] } },
                ],
              },
            }
          : { body: { items: [{ id: path }] } },
  },
  'substream-lazy-list': {
    slicedBy: ['team'],
    api:
      () =>
      ({ path, query }) => ({
        body: { items: path === '/parents' ? [{ id: 'p1', kids: { items: [{ id: 'k1' }] } }] : [{ id: query['team'] }] },
      }),
  },
  'per-partition': {
    slicedBy: ['from'],
    api: child((asked) => (asked.path.endsWith('p1') ? inRange(asked).items.filter(({ id }) => id < 12) : [])),
  },
  'per-partition-listed': {
    slicedBy: ['from'],
    api: child((asked) => (asked.path.endsWith('p1') ? inRange(asked).items.filter(({ id }) => id < 12) : [])),
  },
  'per-partition-state': {
    slicedBy: ['from'],
    state: {
      use_global_cursor: false,
      states: [{ partition: { parent_id: 'p1', parent_slice: {} }, cursor: { at: '2024-01-12' } }],
      state: { at: '2024-01-12' },
      lookback_window: 1,
      parent_state: { parents: { at: '2024-01-09' } },
    },
    api: child((asked) => inRange(asked).items),
  },
  'legacy-state': {
    differs:
      'the Python engine migrates the state to partitions without `parent_slice`, finds none of them again and reads everything anew; ours goes on from it',
    slicedBy: ['from'],
    state: { p1: { at: '2024-01-12' }, p2: { at: '2024-01-03' } },
    api: child((asked) => inRange(asked).items),
  },
  'global-cursor': { slicedBy: [], api: child(() => days.filter(({ id }) => id < 7)) },
  grouping: {
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['x'], at: '2024-01-04' }] } }),
  },
  'per-partition-written': {
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['x'], at: query['x'] === 'a' ? '31.12.2023' : '05.01.2024' }] } }),
  },
  grandparents: {
    slicedBy: [],
    api: child(({ path }) => (path.split('/').length > 3 ? [{ id: path }] : [{ id: 'k1' }, { id: 'k2' }])),
  },
  'parent-twice': { slicedBy: [], api: ofTwoParents },
  'parent-twice-asked': { slicedBy: [], api: ofTwoParents },
  'grandparents-twice': { slicedBy: [], api: ofTwoParents },
  'grandparents-twice-kept': { slicedBy: [], api: ofTwoParents },
  'parent-state': {
    slicedBy: ['from'],
    state: { parent_state: { parents: { at: '2024-01-06' } }, state: { at: '2024-01-06' }, use_global_cursor: true },
    api: () => (asked) => {
      if (asked.path !== '/parents') return { body: { items: inRange(asked).items } };
      return { body: { items: parents.body.items.filter(({ at }) => at >= asked.query['from']!) } };
    },
  },
};
