import { checkExchange, NonconformingError } from './check-exchange';
import type { ApiExchange } from './exchange';

const json = { 'content-type': 'application/json; charset=utf-8', etag: '"1"' };
const problem = { type: 'urn:x', title: 'Bad Request', status: 400, code: 'INVALID_REQUEST' };
const page = { limit: 50, next: null };
const run = { id: 'shop.orders.1', source: 'shop', stream: 'orders' };

const answer = (path: string, body: unknown, more: Partial<ApiExchange> = {}): ApiExchange => ({
  ...{ method: 'GET', path, status: 200, headers: json, text: JSON.stringify(body) },
  ...more,
});
const refusal = (path: string, status: number, more: Partial<ApiExchange> = {}): ApiExchange =>
  answer(path, { ...problem, status }, { status, headers: { 'content-type': 'application/problem+json' }, ...more });
const asked = (sent: unknown) => answer('/api/sources/shop/runs', { runs: [run] }, { method: 'POST', status: 202, sent });

describe('an exchange with the API', () => {
  it.each<[string, ApiExchange]>([
    ['an answer', answer('/api/audit?limit=7&action=redrive', { items: [], page })],
    ['an answer to a path with parameters', answer('/api/health/live', { status: 'ok' })],
    ['an answer to HEAD', answer('/api/audit', undefined, { method: 'HEAD', text: '' })],
    ['nothing new', answer('/api/audit', undefined, { status: 304, text: '' })],
    ['a body', asked({ streams: ['orders'] })],
    ['no body where none is needed', asked(undefined)],
    ['a documented problem', refusal('/api/audit?nothing=1', 400)],
    ['a problem where nothing is', refusal('/api/nothing', 404)],
    ['a method that is not there', refusal('/api/audit', 405, { method: 'DELETE' })],
    ['what is no part of the API', answer('/records', '<html>', { headers: {} })],
  ])('conforms: %s', (_, exchange) => {
    expect(() => checkExchange(exchange)).not.toThrow();
  });

  it.each<[string, RegExp, ApiExchange]>([
    ['a status', /getRun documents no 418/, refusal('/api/runs/x', 418)],
    ['a property', /must NOT have additional properties.*"more"/, answer('/api/audit', { items: [], page, more: 1 })],
    ['a property further down', /\/page.*additional.*"of"/, answer('/api/audit', { items: [], page: { ...page, of: 1 } })],
    ['a property in a list', /\/runs\/0.*"seq"/, { ...asked(undefined), text: JSON.stringify({ runs: [{ ...run, seq: 1 }] }) }],
    ['a property of a problem', /"stack"/, refusal('/api/audit', 400, { text: JSON.stringify({ ...problem, stack: 'at' }) })],
    ['a type', /\/page\/limit must be integer/, answer('/api/audit', { items: [], page: { ...page, limit: 'x' } })],
    ['a missing property', /must have required property 'next'/, answer('/api/audit', { items: [], page: { limit: 1 } })],
    ['a format', /must match format "date-time"/, answer('/api/audit', { items: [{ at: 'today' }], page })],
    ['a media type', /"text\/html" is not documented/, answer('/api/audit', {}, { headers: { ...json, 'content-type': 'text/html' } })],
    ['a missing header', /header ETag is missing/, answer('/api/audit', { items: [], page }, { headers: { ...json, etag: undefined } })],
    ['a body that is not documented', /a body is not documented/, answer('/api/audit', {}, { status: 304 })],
    ['a body for HEAD', /HEAD was answered with a body/, answer('/api/audit', {}, { method: 'HEAD' })],
    ['a parameter', /the parameter nothing is not documented/, answer('/api/audit?nothing=1', { items: [], page })],
    ['a wrong parameter', /the parameter limit is wrong.*<= 200/s, answer('/api/audit?limit=201', { items: [], page })],
    [
      'a missing parameter',
      /the parameter from is missing/,
      answer('/api/records/x/versions/diff?to=1', { id: 'x', from: 1, to: 1, changes: [] }),
    ],
    ['a wrong body', /the body is wrong.*"stream"/s, asked({ stream: 'orders' })],
    ['a missing body', /the body is missing/, answer('/api/failures/x/discard', { kind: 'closed' }, { method: 'POST' })],
    ['a success where nothing is', /200 is no answer/, answer('/api/nothing', {})],
    ['a success of a method that is not there', /200 is no answer/, answer('/api/audit', {}, { method: 'DELETE' })],
    ['a fault of the server where nothing is', /500 is no answer/, refusal('/api/nothing', 500)],
    [
      'no problem where nothing is',
      /"text\/html" is not documented/,
      refusal('/api/nothing', 404, { headers: { 'content-type': 'text/html' } }),
    ],
  ])('does not conform by %s', (_, message, exchange) => {
    expect(() => checkExchange(exchange)).toThrow(NonconformingError);
    expect(() => checkExchange(exchange)).toThrow(message);
  });
});
