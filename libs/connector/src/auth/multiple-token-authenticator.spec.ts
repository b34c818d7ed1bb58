import type { JsonObject } from '@twl/contracts';
import { makeResponse, makeContext, makeDraft, makeNode, ScriptedSender } from '../build/build-context.factory';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';

/** 2026-01-31T12:00:00Z, when the test clock begins. */
const now = 1769860800;

type Left = [core: number, graphql?: number, resetIn?: number];

const status = ([core, graphql = 5000, resetIn = 3600]: Left): JsonObject => ({
  resources: {
    core: { remaining: core, reset: now + resetIn, limit: 5000 },
    graphql: { remaining: graphql, reset: now + resetIn, limit: 5000 },
  },
});

const pool = (name: string, more: JsonObject = {}): JsonObject => ({
  type: 'TokenQuota',
  name,
  remaining_path: ['resources', name, 'remaining'],
  reset_path: ['resources', name, 'reset'],
  limit_path: ['resources', name, 'limit'],
  ...more,
});

const headers = { remaining_header: 'X-Left', reset_header: 'X-Reset', limit_header: 'X-Limit', exhaustion_status_codes: [403, 429] };

interface Given {
  left?: Left[];
  tokens?: JsonObject | string | string[];
  core?: JsonObject;
  changes?: JsonObject;
  statusAnswer?: SourceResponse;
}

/** Each token's first quota status is an entry of `left`, in turn; the last one is given again and again. */
const setUp = ({ left = [[5000]], core = {}, changes = {}, ...given }: Given = {}) => {
  const sender = new ScriptedSender(
    (_request, count) => given.statusAnswer ?? makeResponse(200, status(left[Math.min(count, left.length) - 1]!)),
  );
  const context = makeContext({ sender, config: { tokens: 'one, two' } });
  const node = makeNode('RateLimitedMultipleTokenAuthenticator', {
    tokens: given.tokens ?? '{{ config.tokens }}',
    auth_method: 'token',
    quota_status_source: { type: 'QuotaStatusSource', url: 'https://api.example.com/rate_limit' },
    quotas: [pool('core', core), pool('graphql', { matchers: [{ type: 'HttpRequestRegexMatcher', url_path_pattern: '/graphql' }] })],
    ...changes,
  });
  const built = context.build('authenticator', node);
  const send = async (url = 'https://api.example.com/repos'): Promise<DraftRequest> => {
    const request = makeDraft({ url });
    await built.apply(request, context.scope());
    return request;
  };
  const token = async (url?: string): Promise<string | undefined> => (await send(url)).headers['Authorization'];
  const answered = (request: DraftRequest, code: number, given: Record<string, string> = {}): void =>
    built.observe!({ ...makeResponse(code, '', given), request });
  return { sender, context, built, send, token, answered };
};

describe('RateLimitedMultipleTokenAuthenticator', () => {
  it('asks once for each token what is left, and signs with the first', async () => {
    const { token, sender } = setUp();
    expect([await token(), await token()]).toEqual(['token one', 'token one']);
    expect(sender.sent.map((request) => request.headers['Authorization'])).toEqual(['token one', 'token two']);
  });

  it('goes on with the next token when one is used up', async () => {
    const { token } = setUp({ left: [[1], [5000]] });
    expect([await token(), await token(), await token()]).toEqual(['token one', 'token two', 'token two']);
  });

  it('counts each pool on its own', async () => {
    const { token } = setUp({ left: [[0, 5000], [5000]] });
    expect(await token('https://api.example.com/graphql')).toBe('token one');
    expect(await token()).toBe('token two');
  });

  it('waits until there are calls again', async () => {
    const { token, context, sender } = setUp({
      left: [
        [0, 0, 60],
        [0, 0, 90],
        [5000, 5000, 3600],
      ],
    });
    const before = context.clock.now();
    expect(await token()).toBe('token one');
    expect(context.clock.now() - before).toBe(60_000);
    expect(sender.sent).toHaveLength(4);
  });

  it.each<[string, Given]>([
    ['the reset is far away', { left: [[0, 0, 3600]] }],
    ['the manifest does not want the wait', { left: [[0, 0, 60]], changes: { max_wait_time: 'PT10S' } }],
    ['the reset times lie behind us for ever', { left: [[0, 0, -60]] }],
  ])('leaves the wait to the next run when %s', async (_why, given) => {
    await expect(setUp(given).token()).rejects.toMatchObject({ code: 'READ_DEFERRED' });
  });

  it('spreads the last calls over the time until there are more', async () => {
    const { token, context } = setUp({
      left: [
        [10, 5000, 100],
        [10, 5000, 100],
      ],
    });
    const before = context.clock.now();
    await token();
    expect(context.clock.now() - before).toBeCloseTo(100_000 / 19, 0);
  });

  it('does not slow down while one token has plenty, nor where that is switched off', async () => {
    for (const given of [
      { left: [[10], [5000]] as Left[] },
      { left: [[10]] as Left[], changes: { budget_min_reserve: 0, budget_reserve_fraction: 0 } },
    ]) {
      const { token, context } = setUp(given);
      const before = context.clock.now();
      await token();
      expect(context.clock.now()).toBe(before);
    }
  });

  it('believes a lower number in a header, and not a higher one of the same window', async () => {
    const { send, token, answered } = setUp({ core: headers, left: [[2], [5000]] });
    const request = await send();
    answered(request, 200, { 'x-left': '500', 'x-reset': String(now + 3600) });
    answered(request, 200, { 'x-left': '0', 'x-reset': String(now + 3600) });
    expect(await token()).toBe('token two');
  });

  it('takes a later reset for a new window', async () => {
    const { send, token, answered } = setUp({ core: headers, left: [[1], [5000]] });
    answered(await send(), 200, { 'x-reset': String(now + 7200) });
    expect([await token(), await token()]).toEqual(['token one', 'token one']);
  });

  it.each<[Record<string, string>, number, string]>([
    [{}, 403, 'token two'],
    [{ 'x-reset': String(now - 600) }, 429, 'token two'],
    [{ 'x-left': '0', 'x-reset': String(now + 3590) }, 200, 'token two'],
    [{ 'x-left': '0', 'x-reset': String(now) }, 200, 'token one'],
    [{ 'x-left': 'many', 'x-reset': 'soon', 'x-limit': '' }, 200, 'token one'],
    [{}, 500, 'token one'],
  ])('after a response with %j and status %i sends %s', async (given, code, expected) => {
    const { send, token, answered } = setUp({ core: headers });
    answered(await send(), code, given);
    expect(await token()).toBe(expected);
  });

  it('pays no heed to headers that the manifest does not name', async () => {
    const { send, token, answered } = setUp();
    answered(await send(), 429, { 'x-left': '0' });
    expect(await token()).toBe('token one');
  });

  it('knows whether another token could answer at once', async () => {
    const { send, built, answered } = setUp({ core: headers });
    const request = await send();
    expect(built.hasAlternative!(request)).toBe(false);
    answered(request, 429);
    expect(built.hasAlternative!(request)).toBe(true);
    expect(built.hasAlternative!(makeDraft())).toBe(false);
    const single = setUp({ core: headers, tokens: ['only'] });
    const other = await single.send();
    single.answered(other, 429);
    expect(single.built.hasAlternative!(other)).toBe(false);
  });

  it('takes turns where the source does not count', async () => {
    const changes = {
      quota_status_source: { type: 'QuotaStatusSource', url: 'https://api.example.com/rate_limit', unavailable_status_codes: [404] },
    };
    const { token, sender } = setUp({ changes, statusAnswer: makeResponse(404) });
    expect([await token(), await token(), await token()]).toEqual(['token one', 'token two', 'token one']);
    expect(sender.sent).toHaveLength(2);
  });

  it.each<[Given, string]>([
    [{ statusAnswer: makeResponse(404) }, 'HTTP 404'],
    [{ statusAnswer: makeResponse(200, { resources: {} }) }, 'resources.core.remaining'],
    [{ statusAnswer: makeResponse(200, '<html>') }, 'resources.core.remaining'],
  ])('fails when the quota cannot be told: %j', async (given, why) => {
    await expect(setUp(given).token()).rejects.toThrow(
      expect.objectContaining({ code: 'READ_FAILED', message: expect.stringContaining(why) }),
    );
  });

  it('is one for all streams of a source', () => {
    const { context, built } = setUp();
    const node = (parameters: JsonObject) =>
      makeNode(
        'RateLimitedMultipleTokenAuthenticator',
        {
          tokens: '{{ config.tokens }}',
          auth_method: 'token',
          quota_status_source: { type: 'QuotaStatusSource', url: 'https://api.example.com/rate_limit' },
          quotas: [pool('core', {}), pool('graphql', { matchers: [{ type: 'HttpRequestRegexMatcher', url_path_pattern: '/graphql' }] })],
        },
        parameters,
      );
    expect(context.build('authenticator', node({ name: 'other' }))).toBe(built);
  });

  it.each<[Given, string]>([
    [{ tokens: ' , ' }, 'at least one token'],
    [{ tokens: ['', '{{ config.none }}'] }, 'at least one token'],
    [{ changes: { quotas: [] } }, 'at least one of quotas'],
    [{ changes: { max_wait_time: 'P1M' } }, 'fixed length'],
    [{ core: { reset_path: [] } }, 'reset_path'],
  ])('is refused with %j', (given, why) => {
    expect(() => setUp(given)).toThrow(why);
  });
});
