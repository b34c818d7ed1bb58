import type { SQSClientConfig } from '@aws-sdk/client-sqs';

/** Until when requests may be retried, ms since 1970: the end of a Lambda invocation; infinite on a server. */
export interface Deadline {
  at: number;
}

/** The interface by which a client asks whether to retry. */
type Strategy = Extract<NonNullable<SQSClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;
type RetryToken = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;
type RefreshToken = Strategy['refreshRetryTokenForRetry'];

/** Attempts of one request, the first included. */
const maxAttempts = 5;

/** The longest first pause, ms; each further pause may be twice as long, up to the cap. */
const firstPauseMs = { other: 100, throttled: 400 };
const pauseCapMs = 10_000;

/** Time that remains for reporting an error, ms. */
const reserveMs = 500;

const tokenOf = (count: number, delay: number): RetryToken => ({ getRetryCount: () => count, getRetryDelay: () => delay });

/** Retries with growing pauses and full jitter, a bounded number of times, and never beyond the deadline. */
export class RetryWithin implements Strategy {
  constructor(
    private readonly deadline: Deadline,
    private readonly random: () => number = Math.random,
  ) {}

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return tokenOf(0, 0);
  }

  async refreshRetryTokenForRetry(token: RetryToken, { errorType, retryAfterHint }: Parameters<RefreshToken>[1]): Promise<RetryToken> {
    const attempts = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || attempts >= maxAttempts) throw new Error('there is no other attempt');
    const longest = Math.min(pauseCapMs, firstPauseMs[errorType === 'THROTTLING' ? 'throttled' : 'other'] * 2 ** (attempts - 1));
    const asked = retryAfterHint ? retryAfterHint.getTime() - Date.now() : 0;
    const delay = Math.floor(Math.max(this.random() * longest, Math.min(asked, pauseCapMs)));
    if (Date.now() + delay + reserveMs > this.deadline.at) throw new Error('no time is left for another attempt');
    return tokenOf(attempts, delay);
  }

  recordSuccess(): void {}
}
