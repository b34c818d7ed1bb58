import type { Json, JsonObject } from '@twl/contracts';
import { HttpError } from '@twl/ports';
import { makeResponse, makeContext, makeNode } from '../build/build-context.factory';
import type { ErrorHandler, Resolution } from '../roles/roles';

const handler = (properties: JsonObject = {}, config: JsonObject = {}, type = 'DefaultErrorHandler'): ErrorHandler =>
  makeContext({ config }).build('errorHandler', makeNode(type, properties));
const filter = (properties: JsonObject): JsonObject => ({ type: 'HttpResponseFilter', ...properties });

describe('DefaultErrorHandler', () => {
  it.each<[number, Resolution['action'], Resolution['failureType']]>([
    [200, 'SUCCESS', undefined],
    [204, 'SUCCESS', undefined],
    [304, 'SUCCESS', undefined],
    [400, 'FAIL', 'system_error'],
    [401, 'FAIL', 'config_error'],
    [402, 'FAIL', 'config_error'],
    [403, 'FAIL', 'config_error'],
    [404, 'FAIL', 'system_error'],
    [405, 'FAIL', 'system_error'],
    [406, 'FAIL', 'system_error'],
    [407, 'FAIL', 'config_error'],
    [408, 'RETRY', 'transient_error'],
    [409, 'RETRY', 'system_error'],
    [410, 'FAIL', 'system_error'],
    [411, 'FAIL', 'system_error'],
    [413, 'FAIL', 'system_error'],
    [414, 'FAIL', 'system_error'],
    [415, 'FAIL', 'system_error'],
    [416, 'FAIL', 'system_error'],
    [418, 'RETRY', 'system_error'],
    [422, 'FAIL', 'system_error'],
    [423, 'RETRY', 'system_error'],
    [425, 'RETRY', 'system_error'],
    [429, 'RATE_LIMITED', 'transient_error'],
    [451, 'FAIL', 'config_error'],
    [500, 'RETRY', 'transient_error'],
    [501, 'FAIL', 'system_error'],
    [502, 'RETRY', 'transient_error'],
    [503, 'RETRY', 'transient_error'],
    [504, 'RETRY', 'transient_error'],
    [508, 'RETRY', 'system_error'],
  ])('takes status %i as %s', async (status, action, failureType) => {
    expect(await handler().interpret({ response: makeResponse(status) })).toMatchObject({
      action,
      ...(failureType ? { failureType } : {}),
    });
  });

  it.each<[HttpError['code'], Resolution['action'], Resolution['failureType']]>([
    ['HTTP_UNREACHABLE', 'RETRY', 'transient_error'],
    ['HTTP_TIMEOUT', 'RETRY', 'transient_error'],
    ['HTTP_TRUNCATED', 'RETRY', 'transient_error'],
    ['HTTP_NO_HOST', 'FAIL', 'config_error'],
    ['HTTP_PROTOCOL', 'FAIL', 'system_error'],
    ['HTTP_TOO_LARGE', 'FAIL', 'system_error'],
    ['HTTP_REDIRECTS', 'FAIL', 'system_error'],
    ['HTTP_FORBIDDEN', 'FAIL', 'config_error'],
  ])('takes %s as %s', async (code, action, failureType) => {
    expect(await handler().interpret({ error: new HttpError(code, 'what happened') })).toEqual({
      action,
      failureType,
      message: 'what happened',
    });
  });

  it('adds what the source says, short and without secrets', async () => {
    const context = makeContext();
    context.secrets.add('canary-value');
    const built = context.build('errorHandler', makeNode('DefaultErrorHandler'));
    const response = makeResponse(401, { error: { message: `key canary-value\nis not valid ${'x'.repeat(1000)}` } });
    const { message } = await built.interpret({ response });
    expect(message).toMatch(/^HTTP 401: .* it says: key \*\*\* is not valid x+\.\.\.$/);
    expect(message!.length).toBeLessThan(400);
  });

  it.each<[Json | undefined, JsonObject, number]>([
    [undefined, {}, 5],
    [10, {}, 10],
    [0, {}, 0],
    ['{{ config["n"] }}', { n: 1 }, 1],
    ['{{ config["n"] }}', { n: 0 }, 0],
    ['{{ config["n"] }}', { n: '3' }, 3],
    ['{{ config.get("n", 7) }}', {}, 7],
    ['{{ config["n"] }}', {}, 5],
  ])('with max_retries %j and config %j tries %i times more', (max_retries, config, expected) => {
    expect(handler(max_retries === undefined ? {} : { max_retries }, config).maxRetries).toBe(expected);
  });

  it('is refused when max_retries is not a whole number', () => {
    expect(() => handler({ max_retries: '{{ config["n"] }}' }, { n: 'not-a-number' })).toThrow('max_retries');
    expect(() => handler({ max_retries: 1.5 })).toThrow('max_retries');
  });

  it.each<[Resolution['action'], Resolution['action']]>([
    ['RETRY', 'FAIL'],
    ['FAIL', 'RETRY'],
    ['IGNORE', 'IGNORE'],
    ['SUCCESS', 'IGNORE'],
  ])('lets the first of two filters win: %s before %s', async (first, second) => {
    const filters = [filter({ http_codes: [400], action: first }), filter({ http_codes: [400], action: second })];
    expect(await handler({ response_filters: filters }).interpret({ response: makeResponse(400) })).toMatchObject({ action: first });
  });

  it('falls back to the defaults where no filter applies', async () => {
    const built = handler({ response_filters: [filter({ http_codes: [403], action: 'IGNORE' })] });
    expect(await built.interpret({ response: makeResponse(403) })).toMatchObject({ action: 'IGNORE' });
    expect(await built.interpret({ response: makeResponse(404) })).toMatchObject({ action: 'FAIL' });
    expect(await built.interpret({ error: new HttpError('HTTP_TIMEOUT', 'late') })).toMatchObject({ action: 'RETRY' });
  });

  it('waits as the first strategy with an opinion says', () => {
    const built = handler({
      backoff_strategies: [
        { type: 'WaitTimeFromHeader', header: 'x-wait' },
        { type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 60 },
      ],
    });
    expect(built.backoff({ response: makeResponse(429) }, 1)).toBe(60_000);
    expect(built.backoff({ response: makeResponse(429, '', { 'x-wait': '3' }) }, 1)).toBe(3000);
    expect(built.backoff({ response: makeResponse(429, '', { 'x-wait': '0' }) }, 1)).toBe(60_000);
  });

  it.each<[string | undefined, number | undefined]>([
    ['30', 30_000],
    ['Sat, 31 Jan 2026 12:01:30 GMT', 90_000],
    ['Sat, 31 Jan 2020 12:01:30 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['999999999', 86_400_000],
    ['Fri, 01 Jan 9999 00:00:00 GMT', 86_400_000],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('without a strategy waits as Retry-After says: %s is %s ms', (value, expected) => {
    const response = makeResponse(503, '', value === undefined ? {} : { 'retry-after': value });
    expect(handler().backoff({ response }, 1)).toBe(expected);
  });
});

describe('CompositeErrorHandler', () => {
  const composite = (...handlers: JsonObject[]): ErrorHandler =>
    handler({ error_handlers: handlers.map((one) => ({ type: 'DefaultErrorHandler', ...one })) }, {}, 'CompositeErrorHandler');
  const doing = (action: Resolution['action'], code = 400): JsonObject => ({ response_filters: [filter({ http_codes: [code], action })] });

  it.each<[Resolution['action'], Resolution['action'], Resolution['action']]>([
    ['SUCCESS', 'SUCCESS', 'SUCCESS'],
    ['IGNORE', 'FAIL', 'IGNORE'],
    ['FAIL', 'IGNORE', 'IGNORE'],
    ['IGNORE', 'RETRY', 'IGNORE'],
    ['IGNORE', 'SUCCESS', 'IGNORE'],
    ['FAIL', 'RATE_LIMITED', 'RATE_LIMITED'],
    ['RATE_LIMITED', 'FAIL', 'FAIL'],
    ['RESET_PAGINATION', 'RETRY', 'RESET_PAGINATION'],
  ])('of %s and %s makes %s', async (first, second, expected) => {
    expect(await composite(doing(first), doing(second)).interpret({ response: makeResponse(400) })).toMatchObject({ action: expected });
  });

  it('takes the retries of its first handler and its strategies in order', () => {
    const built = composite(
      { max_retries: 2 },
      { max_retries: 9, backoff_strategies: [{ type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 5 }] },
      { backoff_strategies: [{ type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 10 }] },
    );
    expect(built.maxRetries).toBe(2);
    expect(built.backoff({ response: makeResponse(500, '', { 'retry-after': '77' }) }, 1)).toBe(5000);
  });

  it('can hold another one', async () => {
    const inner = { type: 'CompositeErrorHandler', error_handlers: [{ type: 'DefaultErrorHandler', ...doing('IGNORE', 404) }] };
    expect(await composite(doing('RETRY'), inner).interpret({ response: makeResponse(404) })).toMatchObject({ action: 'IGNORE' });
  });

  it('is refused without handlers', () => {
    expect(() => composite()).toThrow('at least one');
  });
});
