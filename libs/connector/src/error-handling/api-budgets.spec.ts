import type { JsonObject } from '@twl/contracts';
import { makeResponse, makeContext, makeDraft, makeNode } from '../build/build-context.factory';
import type { DraftRequest } from '../exchange/exchange';
import type { ApiBudget } from '../roles/roles';

const budget = (policies: JsonObject[], more: JsonObject = {}, config: JsonObject = {}): ApiBudget =>
  makeContext({ config }).build('apiBudget', makeNode('HTTPAPIBudget', { policies, ...more }));
const matcher = (properties: JsonObject): JsonObject => ({ type: 'HttpRequestRegexMatcher', ...properties });
const fixed = (call_limit: number, period: string, ...matchers: JsonObject[]): JsonObject => ({
  type: 'FixedWindowCallRatePolicy',
  call_limit,
  period,
  matchers,
});
const moving = (rates: JsonObject[], ...matchers: JsonObject[]): JsonObject => ({ type: 'MovingWindowCallRatePolicy', rates, matchers });
const unlimited = (...matchers: JsonObject[]): JsonObject => ({ type: 'UnlimitedCallRatePolicy', matchers });

/** Waits of calls made one after the other at the times given, ms. */
const waits = (paced: ApiBudget, times: number[], request = makeDraft()): number[] => times.map((now) => paced.reserve(request, now));

describe('FixedWindowCallRatePolicy', () => {
  it('lets as many calls through as the window has', () => {
    expect(waits(budget([fixed(2, 'PT1M')]), [1000, 2000, 3000, 60_999, 61_000, 61_001, 61_002])).toEqual([0, 0, 58_000, 1, 0, 0, 59_998]);
  });

  it('does not give back windows that went by unused', () => {
    expect(waits(budget([fixed(1, 'PT1S')]), [0, 10_500, 10_501, 11_000])).toEqual([0, 0, 499, 0]);
  });

  it('follows what the source says is left, and when it begins again', () => {
    const paced = budget([fixed(100, 'PT1H')]);
    const now = 1_700_000_000_000;
    paced.reserve(makeDraft(), now);
    paced.observe(makeDraft(), makeResponse(200, '', { 'ratelimit-remaining': '1', 'ratelimit-reset': '1700000030' }), now);
    expect(waits(paced, [now, now, now + 30_000])).toEqual([0, 30_000, 0]);
  });

  it('does not believe in more calls than it was told', () => {
    const paced = budget([fixed(1, 'PT1H')]);
    paced.reserve(makeDraft(), 0);
    paced.observe(makeDraft(), makeResponse(200, '', { 'ratelimit-remaining': '500' }), 0);
    expect(paced.reserve(makeDraft(), 1)).toBeGreaterThan(0);
  });

  it('takes a refusal for an empty window', () => {
    const paced = budget([fixed(100, 'PT1M')], { status_codes_for_ratelimit_hit: [403] });
    paced.reserve(makeDraft(), 0);
    paced.observe(makeDraft(), makeResponse(403, '', { 'ratelimit-reset': '20' }), 0);
    expect(waits(paced, [1000, 20_000])).toEqual([19_000, 0]);
  });

  it.each(['soon', '-5', '', 'NaN'])('is not confused by the header %j', (text) => {
    const paced = budget([fixed(1, 'PT1M')]);
    paced.reserve(makeDraft(), 0);
    paced.observe(makeDraft(), makeResponse(200, '', { 'ratelimit-remaining': text, 'ratelimit-reset': text }), 0);
    expect(paced.reserve(makeDraft(), 1000)).toBe(59_000);
  });

  it('reads the headers that the manifest names', () => {
    const paced = budget([fixed(100, 'PT1M')], { ratelimit_remaining_header: 'X-Left', ratelimit_reset_header: 'X-Reset' });
    paced.reserve(makeDraft(), 0);
    paced.observe(makeDraft(), makeResponse(200, '', { 'x-left': '0', 'x-reset': '5' }), 0);
    expect(paced.reserve(makeDraft(), 0)).toBe(5000);
  });
});

describe('MovingWindowCallRatePolicy', () => {
  it('looks back from each call', () => {
    const paced = budget([moving([{ limit: 2, interval: 'PT10S' }])]);
    expect(waits(paced, [0, 4000, 5000, 9999, 10_000, 10_001, 14_000])).toEqual([0, 0, 5000, 1, 0, 3999, 0]);
  });

  it('keeps every one of its rates', () => {
    const paced = budget(
      [
        moving([
          { limit: '{{ config.burst }}', interval: 'PT1S' },
          { limit: 3, interval: 'PT1M' },
        ]),
      ],
      {},
      { burst: 2 },
    );
    expect(waits(paced, [0, 0, 0, 1000, 2000, 60_000])).toEqual([0, 0, 1000, 0, 58_000, 0]);
  });

  it('stops after a refusal', () => {
    const paced = budget([moving([{ limit: 10, interval: 'PT10S' }])]);
    paced.observe(makeDraft(), makeResponse(429), 1000);
    expect(waits(paced, [2000, 11_000])).toEqual([9000, 0]);
  });
});

describe('HttpRequestRegexMatcher', () => {
  const request = makeDraft({
    method: 'get',
    url: 'https://API.example.com/v1/users/7/?from=url',
    params: new Map([['active', 'True']]),
    headers: { 'X-Mode': 'sandbox' },
  });

  it.each<[JsonObject, boolean]>([
    [{}, true],
    [{ method: 'GET' }, true],
    [{ method: 'post' }, false],
    [{ url_base: 'https://api.example.com' }, true],
    [{ url_base: 'https://api.example.com/' }, true],
    [{ url_base: 'https://api.example.com/v1' }, true],
    [{ url_base: 'https://api.example.com/v' }, false],
    [{ url_base: 'http://api.example.com' }, false],
    [{ url_path_pattern: '/users/\\d+$' }, true],
    [{ url_path_pattern: '^/users' }, false],
    [{ params: { active: true } }, true],
    [{ params: { from: 'url' } }, true],
    [{ params: { active: 'False' } }, false],
    [{ headers: { 'x-mode': 'sandbox' } }, true],
    [{ headers: { 'x-mode': 'live' } }, false],
    [{ method: 'GET', headers: { other: '1' } }, false],
  ])('%j is about the request: %s', (properties, expected) => {
    const paced = budget([fixed(1, 'PT1M', matcher(properties))]);
    paced.reserve(request, 0);
    expect(paced.reserve(request, 0) > 0).toBe(expected);
  });

  it('gives a request its weight', () => {
    const paced = budget(
      [fixed(10, 'PT1M', matcher({ url_path_pattern: 'search', weight: '{{ config.cost }}' }), matcher({}))],
      {},
      { cost: 6 },
    );
    const search: DraftRequest = makeDraft({ url: 'https://api.example.com/search' });
    expect([paced.reserve(search, 0), paced.reserve(search, 0), paced.reserve(makeDraft(), 0)]).toEqual([0, 60_000, 0]);
  });
});

describe('HTTPAPIBudget', () => {
  it('goes by the first policy that is about the request', () => {
    const paced = budget([unlimited(matcher({ headers: { sandbox: 'true' } })), fixed(1, 'PT1M')]);
    const free = makeDraft({ headers: { sandbox: 'true' } });
    expect([...waits(paced, [0, 0, 0], free), ...waits(paced, [0, 0])]).toEqual([0, 0, 0, 0, 60_000]);
  });

  it('lets through what no policy is about', () => {
    expect(waits(budget([fixed(1, 'PT1M', matcher({ method: 'POST' }))]), [0, 0])).toEqual([0, 0]);
  });

  it.each<[JsonObject, string]>([
    [fixed(0, 'PT1M'), 'call_limit'],
    [fixed(1, 'P1M'), 'fixed length'],
    [fixed(1, 'a minute'), 'fixed length'],
    [fixed(1, 'PT1M', matcher({ weight: 2 })), 'more than the 1 calls'],
    [fixed(1, 'PT1M', matcher({ weight: 0 })), 'weight'],
    [fixed(1, 'PT1M', matcher({ url_path_pattern: '(' })), 'regular expression'],
    [moving([]), 'rates'],
    [moving([{ limit: 'x', interval: 'PT1S' }]), 'limit'],
    [{ type: 'LeakyBucket' }, 'not a call rate policy'],
  ])('refuses %j', (policy, why) => {
    expect(() => budget([policy])).toThrow(why);
  });
});
