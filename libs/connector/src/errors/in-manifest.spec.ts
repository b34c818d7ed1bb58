import { HttpError } from '@twl/ports';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse } from '../testing/scripted-http';
import { loadFolder, QuickClock, readStream } from '../testing/source-folder';

const items = { body: { items: [{ id: 1 }] } };

/** A source of two streams, `items` and `orders`, and what one read of each brings. */
const setUp = async (manifest: Record<string, unknown>, script: (count: number, path: string) => ScriptedResponse, requester = {}) => {
  const clock = new QuickClock();
  const http = new ScriptedHttp(({ path }, count) => script(count, path));
  const streams = ['items', 'orders'].map((name) => makeStream({ name, requester }));
  const source = await loadFolder({ manifest: makeManifest({ manifest: { ...manifest, streams } }), http, clock });
  expect(source.problems).toEqual([]);
  const read = (name: string, budgetMs?: number) =>
    readStream(
      source.streams.find((stream) => stream.name === name)!,
      { budgetMs },
    );
  return { clock, http, read };
};

describe('an api_budget', () => {
  const api_budget = {
    type: 'HTTPAPIBudget',
    policies: [{ type: 'FixedWindowCallRatePolicy', call_limit: 1, period: 'PT1M', matchers: [] }],
  };

  it('is one for all streams of the source', async () => {
    const { clock, read } = await setUp({ api_budget }, () => items);
    expect((await read('items')).end.state).toBe('complete');
    expect((await read('orders')).end.state).toBe('complete');
    expect(clock.sleeps).toEqual([60_000]);
  });

  it('lets a run that has no time for the wait go on later, without asking and without taking a place', async () => {
    const { http, read, clock } = await setUp({ api_budget }, () => items);
    await read('items');
    expect((await read('orders', 5000)).end).toMatchObject({ state: 'deferred', resumeAt: '2026-01-31T12:01:00.000Z' });
    expect((await read('orders', 5000)).end).toMatchObject({ state: 'deferred', resumeAt: '2026-01-31T12:01:00.000Z' });
    expect(http.seen).toHaveLength(1);
    clock.time += 60_000;
    expect((await read('orders', 5000)).end.state).toBe('complete');
  });

  it('follows the headers of the source', async () => {
    const { clock, read } = await setUp(
      { api_budget: { ...api_budget, policies: [{ ...api_budget.policies[0], call_limit: 100 }] } },
      () => ({
        ...items,
        headers: { 'ratelimit-remaining': '0', 'ratelimit-reset': '30' },
      }),
    );
    await read('items');
    await read('orders');
    expect(clock.sleeps).toEqual([30_000]);
  });
});

describe('an error handler', () => {
  it('waits as the source asks, and defers what takes too long', async () => {
    const backoff_strategies = [{ type: 'WaitTimeFromHeader', header: 'X-Wait', max_waiting_time_in_seconds: 60 }];
    const error_handler = { type: 'DefaultErrorHandler', backoff_strategies };
    const responses = [
      { status: 503, headers: { 'x-wait': '20' } },
      { status: 503, headers: { 'x-wait': '600' } },
    ];
    const { clock, read } = await setUp({}, (count) => responses[count - 1] ?? items, { error_handler });
    expect((await read('items')).end).toMatchObject({ state: 'deferred', resumeAt: '2026-01-31T12:10:20.000Z' });
    expect(clock.sleeps).toEqual([20_000]);
  });

  it('gets a new token and tries again', async () => {
    const response_filters = [{ type: 'HttpResponseFilter', http_codes: [401], action: 'REFRESH_TOKEN_THEN_RETRY' }];
    const { http, read } = await setUp(
      {},
      (count, path) => (path === '/token' ? { body: { access_token: `t${count}` } } : count < 3 ? { status: 401 } : items),
      {
        authenticator: {
          type: 'OAuthAuthenticator',
          token_refresh_endpoint: 'https://api.test/token',
          client_id: 'a',
          client_secret: 'b',
          grant_type: 'client_credentials',
        },
        error_handler: { type: 'DefaultErrorHandler', response_filters },
      },
    );
    expect((await read('items')).end.state).toBe('complete');
    expect(http.seen.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
      ['/token', undefined],
      ['/items', 'Bearer t1'],
      ['/token', undefined],
      ['/items', 'Bearer t3'],
    ]);
  });

  it('does not wait where another token can answer', async () => {
    const quota = { type: 'TokenQuota', name: 'all', remaining_path: ['left'], reset_path: ['reset'], exhaustion_status_codes: [429] };
    const { clock, http, read } = await setUp(
      {},
      (count, path) =>
        path === '/quota'
          ? { body: { left: 1000, reset: 1900000000 } }
          : count === 3
            ? { status: 429, headers: { 'retry-after': '3000' } }
            : items,
      {
        authenticator: {
          type: 'RateLimitedMultipleTokenAuthenticator',
          tokens: 'a,b',
          quota_status_source: { type: 'QuotaStatusSource', url: 'https://api.test/quota' },
          quotas: [quota],
        },
      },
    );
    expect((await read('items')).end.state).toBe('complete');
    expect(http.seen.slice(2).map(({ headers }) => headers['authorization'])).toEqual(['Bearer a', 'Bearer b']);
    expect(clock.sleeps).toEqual([1000]);
  });

  it('ends the paging without records where it makes a success of an error status', async () => {
    const response_filters = [{ type: 'HttpResponseFilter', http_codes: [404], action: 'SUCCESS' }];
    const { read } = await setUp({}, () => ({ status: 404, ...items }), {
      error_handler: { type: 'DefaultErrorHandler', response_filters },
    });
    expect(await read('items')).toMatchObject({ items: [], end: { state: 'complete' } });
  });
});

describe('a source that only fails', () => {
  it('is left alone by all of its streams for a while, then asked again', async () => {
    let away = true;
    const { clock, http, read } = await setUp({}, () => (away ? { error: new HttpError('HTTP_UNREACHABLE', 'gone') } : items));
    for (let i = 0; i < 5; i += 1) expect((await read('items')).end.state).toBe('failed');
    const asked = http.seen.length;
    expect((await read('orders')).end).toMatchObject({ state: 'failed', reason: expect.stringContaining('times in a row') as string });
    expect(http.seen).toHaveLength(asked);
    away = false;
    clock.time += 30_000;
    expect((await read('orders')).end.state).toBe('complete');
  });
});
