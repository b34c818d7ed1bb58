import { HttpError } from '@twl/ports';
import { makeResponse } from '../build/build-context.factory';
import { CircuitBreaker } from './circuit-breaker';

const away = { error: new HttpError('HTTP_TIMEOUT', 'late') };
const answered = (status: number) => ({ response: makeResponse(status) });
const at = (now: number) => ({ now, cause: () => 'GET /items: connect ECONNREFUSED' });
const again = { action: 'RETRY' } as const;

const failing = (times: number): CircuitBreaker => {
  const breaker = CircuitBreaker.of({ memory: new Map() });
  for (let i = 0; i < times; i += 1) breaker.record(i % 2 ? answered(502) : away, again, at(0));
  return breaker;
};

describe('CircuitBreaker', () => {
  it('lets requests through until a source failed many times in a row', () => {
    expect(() => failing(29).check(0)).not.toThrow();
    expect(() => failing(30).check(29_000)).toThrow(
      'failed 30 times in a row and is left alone for another 1 s; the last time: GET /items: connect ECONNREFUSED',
    );
  });

  it('lets a request try again after a rest, and closes when that goes well', () => {
    const breaker = failing(30);
    expect(() => breaker.check(30_000)).not.toThrow();
    breaker.record(answered(500), again, at(30_000));
    expect(() => breaker.check(30_001)).toThrow('31 times');
    breaker.record(answered(200), { action: 'SUCCESS' }, at(60_000));
    expect(() => breaker.check(60_001)).not.toThrow();
  });

  it.each([
    [429, 'RATE_LIMITED'],
    [404, 'FAIL'],
    [500, 'IGNORE'],
    [202, 'RETRY'],
  ] as const)('does not count a %i that means %s', (status, action) => {
    const breaker = failing(29);
    breaker.record(answered(status), { action }, at(0));
    breaker.record(answered(503), again, at(0));
    expect(() => breaker.check(1)).not.toThrow();
  });

  it('is one for all streams of a source', () => {
    const memory = new Map<string, unknown>();
    expect(CircuitBreaker.of({ memory })).toBe(CircuitBreaker.of({ memory }));
  });
});
