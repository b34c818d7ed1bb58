import type { OnApplicationShutdown, OnModuleDestroy } from '@nestjs/common';
import { errorText } from '@twl/json';
import type { Clock, Log } from '@twl/ports';

/** State of a job. */
type JobState = 'waiting' | 'running' | 'done' | 'failed';

/** Work that may run longer than the request that started it. */
export interface Job<T> {
  id: string;
  state: JobState;
  startedAt: string;
  finishedAt: string | null;
  /** Error text of a failed job. */
  detail?: string;
  progress: { done: number; total: number | null };
  result?: T;
}

/** Stop signal and progress callback of a job. */
export interface Working {
  signal: AbortSignal;
  progress(done: number, total: number | null): void;
}

/** Maximum number of finished jobs kept. */
const maxFinishedJobs = 100;

/**
 * Runs the jobs of this process one at a time, because all of them write to the same store. Jobs are kept in memory only: after a restart
 * only their effects remain.
 */
export class Jobs implements OnModuleDestroy, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly jobs = new Map<string, { job: Job<unknown>; ended: Promise<void> }>();
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
    this.last = this.last.then(() => this.runJob(job, work));
    this.jobs.set(id, { job, ended: this.last });
    this.dropOldJobs();
    return job;
  }

  find(id: string): Job<unknown> | undefined {
    return this.jobs.get(id)?.job;
  }

  /** Waits until the jobs have ended, at most `ms`. */
  async wait(ids: string[], ms: number): Promise<void> {
    const timeout = new AbortController();
    const allEnded = Promise.all(ids.map((id) => this.jobs.get(id)?.ended));
    await Promise.race([allEnded, this.clock.sleep(ms, timeout.signal).catch(() => undefined)]);
    timeout.abort();
  }

  /** Stops the running job at its next step; waiting jobs do not start. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('the server was stopped'));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.last;
  }

  private async runJob<T>(job: Job<T>, work: (working: Working) => Promise<T>): Promise<void> {
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

  private dropOldJobs(): void {
    const finished = [...this.jobs.values()].filter(({ job }) => job.finishedAt !== null);
    for (const { job } of finished.slice(0, Math.max(0, finished.length - maxFinishedJobs))) this.jobs.delete(job.id);
  }
}
