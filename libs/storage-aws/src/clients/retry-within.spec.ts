import { RetryWithin } from './retry-within';

const attemptsOf = async (retry: RetryWithin, errorType: 'TRANSIENT' | 'THROTTLING' | 'SERVER_ERROR' | 'CLIENT_ERROR') => {
  const pauses: number[] = [];
  let token = await retry.acquireInitialRetryToken();
  for (;;) {
    try {
      token = await retry.refreshRetryTokenForRetry(token, { errorType });
      pauses.push(token.getRetryDelay());
    } catch {
      return pauses;
    }
  }
};

describe('retries', () => {
  it('pause longer each time, at most four times', async () => {
    const retry = new RetryWithin({ at: Infinity }, () => 0.5);
    expect(await attemptsOf(retry, 'TRANSIENT')).toEqual([50, 100, 200, 400]);
    expect(await attemptsOf(retry, 'THROTTLING')).toEqual([200, 400, 800, 1600]);
  });

  it('use the whole range of their jitter', async () => {
    expect(await attemptsOf(new RetryWithin({ at: Infinity }, () => 0), 'SERVER_ERROR')).toEqual([0, 0, 0, 0]);
  });

  it('do not happen when the request itself is at fault', async () => {
    expect(await attemptsOf(new RetryWithin({ at: Infinity }), 'CLIENT_ERROR')).toEqual([]);
  });

  it('do not happen when the invocation would be over', async () => {
    expect(await attemptsOf(new RetryWithin({ at: Date.now() + 200 }, () => 0), 'TRANSIENT')).toEqual([]);
  });
});
