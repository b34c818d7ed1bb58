import type { OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { errorText } from '@twl/json';
import type { Clock, Log } from '@twl/ports';

/** How far a job is. */
type JobState = 'waiting' | 'running' | 'done' | 'failed';

/** Work that may outlast the request that asked for it. */
export interface Job<T> {
  id: string;
  state: JobState;
  startedAt: string;
  finishedAt: string | null;
  /** Why it failed. */
  detail?: string;
  progress: { done: number; total: number | null };
  result?: T;
}

/** What work is given: when to stop, and where to say how far it is. */
export interface Working {
  signal: AbortSignal;
  progress(done: number, total: number | null): void;
}

/** Finished jobs that are remembered. */
const memory = 100;

/**
 * Works off jobs of this process one after the other, for all of them write the same store. They are kept in memory only: what a job did
 * must be seen from what it wrote.
 */
export class Jobs implements OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly jobs = new Map<string, { job: Job<unknown>; over: Promise<void> }>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start<T>(id: string, work: (working: Working) => Promise<T>): Job<T> {
    const job: Job<T> = {
      id,
      state: 'waiting',
      startedAt: this.clock.iso(),
      finishedAt: null,
      progress: { done: 0, total: null },
    };
    this.last = this.last.then(() => this.work(job, work));
    this.jobs.set(id, { job, over: this.last });
    this.forget();
    return job;
  }

  find(id: string): Job<unknown> | undefined {
    return this.jobs.get(id)?.job;
  }

  /** Waits until the jobs are over, or that long, ms. */
  async wait(ids: string[], ms: number): Promise<void> {
    const enough = new AbortController();
    const over = Promise.all(ids.map((id) => this.jobs.get(id)?.over));
    await Promise.race([over, this.clock.sleep(ms, enough.signal).catch(() => undefined)]);
    enough.abort();
  }

  /** The job at work stops at its next step, those that wait do not begin. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('the server was stopped'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.last;
  }

  private async work<T>(job: Job<T>, work: (working: Working) => Promise<T>): Promise<void> {
    const { signal } = this.stopping;
    const progress = (done: number, total: number | null): void => {
      job.progress = { done, total };
      signal.throwIfAborted();
    };
    try {
      signal.throwIfAborted();
      job.state = 'running';
      job.result = await work({ signal, progress });
      job.state = 'done';
    } catch (error) {
      job.state = 'failed';
      job.detail = errorText(error);
      this.log.error('job.failed', error, { job: job.id });
    }
    job.finishedAt = this.clock.iso();
  }

  private forget(): void {
    const finished = [...this.jobs.values()].filter(({ job }) => job.finishedAt !== null);
    for (const { job } of finished.slice(0, Math.max(0, finished.length - memory))) this.jobs.delete(job.id);
  }
}
