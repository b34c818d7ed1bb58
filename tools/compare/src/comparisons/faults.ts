import type { StreamComparison } from '../comparison';
import { rows } from './items';

const fine = { body: { items: rows(2) } };
const busy = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: {} });

export const faults: Record<string, StreamComparison> = {
  retry: {
    api:
      () =>
      ({ count }) => {
        if (count === 1) return busy(418);
        if (count === 2) return { body: { error: 'busy' } };
        return count === 3 ? busy(429, { 'Retry-After': '0' }) : fine;
      },
  },
  ignore: {
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) =>
        query['x'] === 'a' ? busy(404) : fine,
  },
  'failing-partition': {
    fails: true,
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) =>
        query['x'] === 'b' ? busy(403) : { body: { items: [{ id: query['x'], at: '2026-01-05' }] } },
  },
  composite: {
    api:
      () =>
      ({ count }) =>
        count === 1 ? busy(409, { 'x-wait': '1' }) : fine,
  },
  success: { api: () => () => ({ status: 404, body: { items: rows(1) } }) },
  'fail-message': { fails: true, api: () => () => ({ status: 200, body: { error: { code: 'quota' } } }) },
  'refresh-token': {
    config: { c: 'cid', s: 'sec', r: 'ref' },
    headers: ['authorization'],
    api:
      () =>
      ({ path, count }) => {
        if (path === '/token') return { body: { access_token: `AT${count}`, expires_in: 3600 } };
        return count === 1 ? busy(401) : fine;
      },
  },
  'wait-header': {
    api:
      () =>
      ({ count }) =>
        count === 1 ? busy(503, { 'x-wait': 'in 1 s' }) : fine,
  },
  'wait-until': {
    api:
      () =>
      ({ count }) =>
        count === 1 ? busy(429, { 'x-reset': String(Math.floor(Date.now() / 1000) + 1) }) : fine,
  },
  'wait-response': {
    api:
      () =>
      ({ count }) =>
        count === 1 ? { status: 429, body: { error: { seconds: 1 } } } : fine,
  },
  exponential: {
    api:
      () =>
      ({ count }) =>
        count < 3 ? busy(500) : fine,
  },
  budget: {
    slicedBy: ['x'],
    api:
      () =>
      ({ query }) => ({ body: { items: [{ id: query['x'] }] } }),
  },
  failing: { fails: true, api: () => () => ({ status: 403, body: { message: 'no' } }) },
};
