import type { StreamComparison } from '../comparison';
import { rows } from './items';

const byPath =
  () =>
  ({ path }: { path: string }) => ({ body: { items: [{ id: path, at: '2024-01-03' }] } });

export const streams: Record<string, StreamComparison> = {
  'dynamic-config': { config: { boards: [{ n: 'one' }, { n: 'two' }] }, stream: 'two', api: byPath },
  'dynamic-http': {
    stream: 's-2',
    api:
      () =>
      ({ path }) => ({ body: { items: path === '/names' ? rows(3) : [{ id: path }] } }),
  },
  'dynamic-parameters': { stream: 'second', api: byPath },
  delegating: { api: byPath },
  'delegating-state': { state: { at: '2024-01-02' }, api: byPath },
  'delegating-too-old': { state: { at: '2024-01-02' }, api: byPath },
  'async-job': {
    api:
      (base) =>
      ({ path }) => {
        if (path === '/create') return { body: { id: 'J' } };
        if (path === '/poll/J') return { body: { status: 'done', urls: [`${base}/f1`, `${base}/f2`] } };
        return { body: [{ id: path }] };
      },
  },
  'async-csv': {
    slicedBy: ['from'],
    api:
      (base) =>
      ({ path, count, body }) => {
        if (path === '/create') return { body: { id: `J${(JSON.parse(body) as { from: string }).from}` } };
        if (path.startsWith('/poll')) return { body: { status: count > 1 ? 'done' : 'run', url: `${base}/file/${path.slice(6)}` } };
        return path.startsWith('/file') ? { body: `id,at\n${path.slice(7)},2024-01-03\n` } : { body: {} };
      },
  },
  'parameters-ref': { api: () => () => ({ body: { items: rows(2) } }) },
  'unset-option': { api: () => () => ({ body: { items: rows(2) } }) },
  'unset-partitions': { api: () => () => ({ body: { items: rows(2) } }) },
  conditional: { config: { on: true }, api: () => () => ({ body: { items: rows(2) } }) },
  'stream-group': { api: () => () => ({ body: { items: rows(2) } }) },
  'config-rules': { config: { region: 'eu', old: 1 }, api: () => () => ({ body: { items: rows(1) } }) },
};
