import type { BuildContext } from '../build/build-context';
import { ReadFailedError } from '../errors/connector-errors';
import type { ExchangeResult } from '../exchange/exchange';
import type { Resolution } from '../roles/roles';

const failuresInARow = 30;
const restMs = 30_000;

/** Protects a failing source: new requests fail at once for a while; then one of them may try. */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;
  private cause = '';

  /** Returns the breaker that all streams of a source share. */
  static of({ memory }: Pick<BuildContext, 'memory'>): CircuitBreaker {
    const known = memory.get('circuitBreaker');
    if (known instanceof CircuitBreaker) return known;
    const breaker = new CircuitBreaker();
    memory.set('circuitBreaker', breaker);
    return breaker;
  }

  /** @throws ReadFailedError while the source has its rest */
  check(now: number): void {
    if (now >= this.openUntil) return;
    const seconds = Math.ceil((this.openUntil - now) / 1000);
    throw new ReadFailedError(
      `the source failed ${this.failures} times in a row and is left alone for another ${seconds} s; the last time: ${this.cause}`,
    );
  }

  /**
   * Counts the outcome of a request: a server error or no response is a failure, unless the manifest decides otherwise. `cause` describes
   * it.
   */
  record({ response, error }: ExchangeResult, { action }: Resolution, at: { now: number; cause: () => string }): void {
    const failed = action === 'RETRY' && (error !== undefined || response.status >= 500);
    this.failures = failed ? this.failures + 1 : 0;
    this.openUntil = this.failures >= failuresInARow ? at.now + restMs : 0;
    if (this.openUntil > 0) this.cause = at.cause();
  }
}
