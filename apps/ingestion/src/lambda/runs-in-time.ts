import { ingestStream } from '@twl/pipeline';
import { LeaseLostError, type StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import type { IngestionPorts } from '../ingestion';
import { nextOf, requestFor, type Wish } from './wish';

/** What is kept of the time for ending a run that reads as long as it may, ms; and how long a run must have to be begun. */
const reserveMs = 15_000;
const leastMs = 10_000;

/** Before the end whatever still goes on is stopped, ms. */
const stopMs = 5000;

/** Streams that are read at the same time. */
const concurrency = 8;

/** A later time is left to the schedule: messages can be delayed by so much, ms. */
const longestDelayMs = 900_000;

/** Makes runs within a time. What does not fit in, or stopped on the way, is asked for by a message. */
export class RunsInTime {
  private readonly stop = new AbortController();

  constructor(
    private readonly ports: IngestionPorts,
    private readonly deadlineAt: number,
    private readonly measured: Runtime['measured'],
  ) {}

  /** @returns the runs that were made, as far as they are */
  async make(wishes: readonly Wish[]): Promise<StoredRun[]> {
    const left = this.deadlineAt - this.ports.clock.now() - stopMs;
    const timer = setTimeout(() => this.stop.abort(new Error('the invocation ends')), Math.max(0, Math.min(left, 2 ** 31 - 1)));
    const waiting = [...wishes];
    const made: StoredRun[] = [];
    const lane = async (): Promise<void> => {
      for (let wish = waiting.shift(); wish; wish = waiting.shift()) made.push(...(await this.one(wish)));
    };
    try {
      await Promise.all(Array.from({ length: concurrency }, lane));
      return made;
    } finally {
      clearTimeout(timer);
    }
  }

  private async one(wish: Wish): Promise<StoredRun[]> {
    const { ports } = this;
    const budgetMs = this.deadlineAt - ports.clock.now() - reserveMs;
    if (budgetMs < leastMs) {
      await this.later(wish, 0);
      return [];
    }
    const { stream, id, trigger } = wish;
    try {
      const run = await this.measured(() => ingestStream(ports, { id, trigger, stream, signal: this.stop.signal, budgetMs }), id);
      await this.goOn(wish, run);
      return [run];
    } catch (error) {
      if (!(error instanceof LeaseLostError)) ports.log.error('run.broken', error, { source: stream.source, stream: stream.name, run: id });
      return [];
    }
  }

  /** A run that saved its place goes on in a run of its own, soon enough for a message. */
  private async goOn(wish: Wish, run: StoredRun): Promise<void> {
    const resumeAt = run.id === wish.id ? run.end?.resumeAt : undefined;
    if (run.end?.state !== 'deferred' || resumeAt === undefined) return;
    const delayMs = Math.max(0, Date.parse(resumeAt) - this.ports.clock.now());
    if (delayMs <= longestDelayMs) await this.later(nextOf(wish), delayMs);
  }

  private async later(wish: Wish, delayMs: number): Promise<void> {
    const { requestQueue, clock, log } = this.ports;
    await requestQueue.send([requestFor(wish, clock.iso())], { delayMs });
    log.info('run.postponed', { source: wish.stream.source, stream: wish.stream.name, run: wish.id, delayMs });
  }
}
