import type { StreamComparison } from '../comparison';
import { between, days, rows } from './items';

const slicedBy = ['from', 'to'];

export const cursors: Record<string, StreamComparison> = {
  'datetime-whole': { api: () => between },
  'datetime-step': { slicedBy, api: () => between },
  'datetime-granularity-none': { slicedBy, api: () => between },
  'datetime-nothing-left': { slicedBy, api: () => between },
  'datetime-state': { slicedBy, state: { at: '2024-01-10' }, api: () => between },
  'datetime-month': { slicedBy, api: () => between },
  'datetime-granularity-month': {
    slicedBy,
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['from'], at: query['from'] }] } }),
  },
  'datetime-clamp-day': { slicedBy, api: () => between },
  'datetime-clamp-week': { slicedBy, api: () => between },
  'datetime-clamp-week-end': { slicedBy, api: () => between },
  'datetime-min-max': { config: { start: '2023-11-01' }, slicedBy, api: () => between },
  'datetime-compare': {
    slicedBy,
    api: () => between,
    differs:
      'the source gives records after the end of the slice; the Python engine moves the state to the last of them, ours to the last that was asked for',
  },
  'client-side-filter': { state: { at: '2024-01-10' }, api: () => () => ({ body: { items: days } }) },
  'client-side': { state: { at: '2024-01-10' }, api: () => () => ({ body: { items: days } }) },
  'data-feed': {
    state: { at: '2024-01-10' },
    api:
      () =>
      ({ query }) => {
        const page = Number(query['page'] ?? 1);
        return { body: { items: days.toReversed().slice((page - 1) * 5, page * 5) } };
      },
  },
  epoch: {
    state: { ts: '1704300000' },
    api: () => () => ({ body: { items: [{ id: 1, ts: 1704400000 }, { id: 2, ts: '2024-01-06T00:00:00+02:00' }, { id: 3 }] } }),
  },
  'epoch-millis': {
    slicedBy,
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['from'], ms: Number(query['from']) + 1 }] } }),
  },
  'offset-zone': {
    slicedBy,
    api:
      () =>
      ({ query }) => ({
        body: {
          items: [query['from']! < '2024-01-05' ? { id: 1, at: '2024-01-03T10:00:00+0200' } : { id: 2, at: '2024-01-15T10:00:00-0500' }],
        },
      }),
  },
  count: {
    state: { id: 5 },
    api:
      () =>
      ({ query }) => ({ body: { items: rows(3, Number(query['since'])) } }),
  },
};
