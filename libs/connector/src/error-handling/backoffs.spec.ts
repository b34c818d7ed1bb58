import type { Json, JsonObject } from '@twl/contracts';
import { HttpError } from '@twl/ports';
import { makeResponse, makeContext, makeNode } from '../build/build-context.factory';
import type { ExchangeResult } from '../exchange/exchange';
import { backoffs } from './backoffs';

const wait = (
  type: keyof typeof backoffs,
  properties: JsonObject,
  given: { headers?: Record<string, string>; config?: JsonObject; attempt?: number },
): number | undefined => {
  const context = makeContext({ config: given.config });
  const outcome: ExchangeResult = { response: makeResponse(503, '', given.headers) };
  const ms = backoffs[type](makeNode(type, properties, { wait: 7, name: 'x-wait' }), context).wait(outcome, given.attempt ?? 1);
  return ms === undefined ? undefined : ms / 1000;
};

/** 2026-01-31T12:00:00Z, when the test clock begins. */
const now = 1769860800;

describe('ConstantBackoffStrategy', () => {
  it.each<[Json, number]>([
    [6.7, 6.7],
    ['6.7', 6.7],
    ['{{ parameters["wait"] }}', 7],
    ['{{ config["wait"] }}', 8],
    [-5, 0],
  ])('%j waits %s s', (backoff_time_in_seconds, expected) => {
    expect(wait('ConstantBackoffStrategy', { backoff_time_in_seconds }, { config: { wait: 8 } })).toBe(expected);
  });

  it('only lengthens the wait by its jitter', () => {
    const seconds = wait('ConstantBackoffStrategy', { backoff_time_in_seconds: 5, jitter_range_in_seconds: 2 }, {})!;
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThanOrEqual(9);
  });

  it('is refused when its time is no number', () => {
    const given = { config: { wait: 'long' } };
    expect(() => wait('ConstantBackoffStrategy', { backoff_time_in_seconds: '{{ config.wait }}' }, given)).toThrow(
      'backoff_time_in_seconds',
    );
    expect(() => wait('ConstantBackoffStrategy', {}, {})).toThrow('needs backoff_time_in_seconds');
  });

  it('has no opinion while the config value that its time is made of is not set', () => {
    expect(wait('ConstantBackoffStrategy', { backoff_time_in_seconds: '{{ config.none }}' }, {})).toBeUndefined();
    expect(wait('WaitTimeFromHeader', { header: '{{ config.none }}' }, {})).toBeUndefined();
    expect(wait('ExponentialBackoffStrategy', { factor: '{{ config.none }}' }, {})).toBe(10);
    expect(() => wait('WaitTimeFromHeader', { header: '' }, {})).toThrow('needs header');
  });
});

describe('ExponentialBackoffStrategy', () => {
  it.each<[Json, number, number]>([
    [5, 1, 10],
    [5, 2, 20],
    ['{{ parameters["wait"] }}', 1, 14],
    ['{{ config["wait"] }}', 3, 64],
  ])('with factor %j waits before try %i for %i s', (factor, attempt, expected) => {
    expect(wait('ExponentialBackoffStrategy', { factor }, { config: { wait: 8 }, attempt })).toBe(expected);
  });

  it('has a factor of 5 by default', () => {
    expect(wait('ExponentialBackoffStrategy', {}, { attempt: 3 })).toBe(40);
  });
});

describe('WaitTimeFromHeader', () => {
  it.each<[string, string | undefined, string | undefined, number | undefined]>([
    ['X-Wait', '60', undefined, 60],
    ['x-wait', '1.5', undefined, 1.5],
    ['{{ parameters["name"] }}', '60', undefined, 60],
    ['{{ config["name"] }}', '60', undefined, 60],
    ['x-wait', '61,60', undefined, undefined],
    ['x-wait', '61,60', '([-+]?\\d+)', 61],
    ['x-wait', '...', '[-+]?\\d+', undefined],
    ['x-wait', 'in 30', '\\d+', undefined],
    ['x-wait', undefined, undefined, undefined],
    ['x-wait', 'Sat, 31 Jan 2026 12:01:30 GMT', undefined, 90],
    ['x-wait', 'soon', undefined, undefined],
    ['x-wait', '-5', undefined, 0],
    ['x-wait', 'Sat, 31 Jan 2026 11:00:00 GMT', undefined, 0],
    ['x-wait', '2026-01-31T12:01:30Z', undefined, 90],
    ['x-wait', String(now + 90), undefined, 90],
    ['x-wait', `${now + 90}000`, undefined, 90],
  ])('reads %s: %s with regex %s as %s', (header, value, regex, expected) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'x-wait': value };
    expect(wait('WaitTimeFromHeader', { header, ...(regex ? { regex } : {}) }, { headers, config: { name: 'x-wait' } })).toBe(expected);
  });

  it.each<[Json, string, boolean]>([
    [60, '59', true],
    [60, '60', false],
    [60, '61', false],
    [0, '1', false],
    [0, '0', true],
    ['{{ config["minutes"] * 60 }}', '120', false],
    ['{{ config["minutes"] * 60 }}', '119', true],
  ])('with max_waiting_time_in_seconds %j takes a wait of %s s: %s', (most, value, taken) => {
    const attempt = (): unknown =>
      wait(
        'WaitTimeFromHeader',
        { header: 'x-wait', max_waiting_time_in_seconds: most },
        { headers: { 'x-wait': value }, config: { minutes: 2 } },
      );
    if (taken) expect(attempt()).toBe(Number(value));
    else expect(attempt).toThrow(expect.objectContaining({ code: 'READ_DEFERRED', resumeAt: (now + Number(value)) * 1000 }));
  });

  it.each<[Json, JsonObject]>([
    ['{{ config["minutes"] * 60 }}', {}],
    ['{{ config["minutes"] }}', { minutes: 'abc' }],
    ['{{ config["minutes"] }}', { minutes: '' }],
    ['{{ config["minutes"] }}', { minutes: 'nan' }],
  ])('is refused when max_waiting_time_in_seconds is %j with %j', (most, config) => {
    expect(() => wait('WaitTimeFromHeader', { header: 'x', max_waiting_time_in_seconds: most }, { config })).toThrow('max_waiting_time');
  });

  it('is refused with a regex that could hang the process', () => {
    expect(() => wait('WaitTimeFromHeader', { header: 'x', regex: '(?=a)b\\1' }, {})).toThrow('regular expression');
  });

  it('has no opinion about a request without a response', () => {
    const strategy = backoffs.WaitTimeFromHeader(makeNode('WaitTimeFromHeader', { header: 'x' }), makeContext());
    expect(strategy.wait({ error: new HttpError('HTTP_TIMEOUT', 'late') }, 1)).toBeUndefined();
  });
});

describe('WaitUntilTimeFromHeader', () => {
  it.each<[string | undefined, JsonObject, number | undefined]>([
    [String(now + 600), {}, 600],
    [String(now + 0.5), {}, 0.5],
    [String(now - 60), {}, undefined],
    [String(now - 60), { min_wait: 30 }, 30],
    [String(now + 10), { min_wait: '{{ config["least"] }}' }, 40],
    [String(now + 600), { min_wait: 30 }, 600],
    [undefined, { min_wait: 30 }, 30],
    [undefined, {}, undefined],
    ['x', {}, undefined],
    [`${now + 60}000`, {}, 60],
    [`${now + 60}000000`, {}, 60],
    [`${now + 60}000000000`, {}, 60],
    [`${now - 60}000`, {}, undefined],
    ['Sat, 31 Jan 2026 12:01:00 GMT', {}, 60],
    ['2026-01-31T12:01:00Z', {}, 60],
    ['2026-01-31T13:01:00+01:00', {}, 60],
    ['60', {}, 60],
    ['0', {}, undefined],
    ['-60', {}, undefined],
    [`reset=${now + 60}000`, { regex: 'reset=(\\d+)' }, undefined],
    [`${now + 60}; more`, { regex: '\\d+' }, 60],
    [`${now + 60}; more`, {}, undefined],
  ])('with %s and %j waits %s s', (value, properties, expected) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'x-reset': value };
    expect(wait('WaitUntilTimeFromHeader', { header: 'X-Reset', ...properties }, { headers, config: { least: 40 } })).toBe(expected);
  });

  it.each<[JsonObject, boolean]>([
    [{ max_waiting_time_in_seconds: 601 }, true],
    [{ max_waiting_time_in_seconds: 600 }, false],
    [{ max_waiting_time_in_seconds: 0 }, false],
    [{ max_waiting_time_in_seconds: 700, min_wait: 700 }, false],
  ])('with %j takes the wait: %s', (properties, taken) => {
    const attempt = (): unknown => wait('WaitUntilTimeFromHeader', { header: 'x', ...properties }, { headers: { x: String(now + 600) } });
    if (taken) expect(attempt()).toBe(600);
    else expect(attempt).toThrow(expect.objectContaining({ code: 'READ_DEFERRED' }));
  });
});
