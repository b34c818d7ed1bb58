import { ingestStream } from '@twl/pipeline';
import { LeaseLostError, TwlError, type StoredRun } from '@twl/ports';
import type { IngestionPorts } from '../ingestion';
import type { Failures } from './failures';
import { nextOf, requestFor, type Wish } from './wish';

/** What is kept of the time for ending a run that reads as long as it may, ms; and how long a run must have to be begun. */
const reserveMs = 15_000;
const leastMs = 10_000;

/** Before the end whatever still goes on is stopped, ms. */
const stopMs = 5000;

/** Streams that are read at the same time. */
const concurrency = 8;

/** An invocation has too little time for any run, and so has every one after it. */
export class TimeoutTooShortError extends TwlError {
  readonly code = 'TIMEOUT_TOO_SHORT';
  readonly retryable = false;

  constructor(givenMs: number) {
    const least = (reserveMs + leastMs) / 1000;
    super(`the function's time-out leaves ${Math.max(0, Math.floor(givenMs / 1000))} s: a run needs ${least} s at least, 300 s are good`);
  }
}

/** Storage failed while a run was made; the run says what was kept. */
class RunFailedError extends TwlError {
  readonly code = 'RUN_FAILED';
  readonly retryable = true;

  constructor({ id, end }: StoredRun) {
    super(`run ${id} failed: ${end?.reason ?? 'storage failed'}`);
  }
}

/** Makes runs within the time of an invocation. Those that do not fit in are asked for by a message. */
export class RunsInTime {
  private readonly stop = new AbortController();

  /** @throws TimeoutTooShortError when no run at all fits in */
  constructor(
    private readonly ports: IngestionPorts,
    private readonly deadlineAt: number,
  ) {
    const givenMs = deadlineAt - ports.clock.now();
    if (givenMs < reserveMs + leastMs) throw new TimeoutTooShortError(givenMs);
  }

  /** @returns the runs that were made, as far as they are; what failed of our own is in `failures` */
  async make(wishes: readonly Wish[], failures: Failures): Promise<StoredRun[]> {
    const left = this.deadlineAt - this.ports.clock.now() - stopMs;
    const timer = setTimeout(() => this.stop.abort(new Error('the invocation ends')), Math.max(0, Math.min(left, 2 ** 31 - 1)));
    const waiting = [...wishes];
    const made: StoredRun[] = [];
    const lane = async (): Promise<void> => {
      for (let wish = waiting.shift(); wish; wish = waiting.shift()) {
        const { stream, id } = wish;
        const fields = { source: stream.source, stream: stream.name, run: id };
        const run = await failures.try('run.broken', () => this.one(wish!), fields);
        if (run) made.push(run);
        if (run?.end?.infrastructure) failures.note('run.broken', new RunFailedError(run), fields);
      }
    };
    try {
      await Promise.all(Array.from({ length: concurrency }, lane));
      return made;
    } finally {
      clearTimeout(timer);
    }
  }

  private async one(wish: Wish): Promise<StoredRun | undefined> {
    const { ports } = this;
    const budgetMs = this.deadlineAt - ports.clock.now() - reserveMs;
    if (budgetMs < leastMs) return this.later(wish);
    const { stream, id, trigger } = await this.retryOf(wish);
    try {
      return await ingestStream(ports, { id, trigger, stream, signal: this.stop.signal, budgetMs });
    } catch (error) {
      // Another worker goes on with it.
      if (error instanceof LeaseLostError) return undefined;
      throw error;
    }
  }

  /** The same run; the one after it where that was made before and our own storage failed it. */
  private async retryOf(wish: Wish): Promise<Wish> {
    for (let next = wish; ; next = nextOf(next)) {
      const made = await this.ports.runs.get(next.id);
      if (!made?.end?.infrastructure) return next;
    }
  }

  private async later(wish: Wish): Promise<undefined> {
    const { requestQueue, clock, log } = this.ports;
    await requestQueue.send([requestFor(wish, clock.iso())]);
    log.info('run.postponed', { source: wish.stream.source, stream: wish.stream.name, run: wish.id });
  }
}
