import { streamId } from '@twl/contracts';
import { LeaseLostError, TwlError, type RequestQueue, type SourcePauses, type SourceStream, type StoredRun } from '@twl/ports';
import type { IngestPorts, IngestRequest } from '../ingest/ingest-ports';
import { ingestStream } from '../ingest/ingest-stream';
import type { PartFailures } from './part-failures';
import { continuationOf, requestFor, type PlannedRun } from './planned-run';
import type { RunDeadline } from './run-deadline';
import { Slots } from './slots';

/** Ports for launching runs. */
export interface LaunchPorts extends IngestPorts {
  requestQueue: RequestQueue;
  pauses: SourcePauses;
}

/** Streams that are read at the same time. */
const defaultConcurrency = 8;

/** Storage failed during a run; the run has what was stored. */
class RunFailedError extends TwlError {
  readonly code = 'RUN_FAILED';
  readonly retryable = true;

  constructor({ id, end }: StoredRun) {
    super(`run ${id} failed: ${end?.reason ?? 'storage failed'}`);
  }
}

/** Makes planned runs, a few at a time, and stops them together. */
export class Launcher {
  /** The last run of a stream that was made here, if it was deferred. By `streamId`. */
  readonly deferred = new Map<string, StoredRun>();
  /** Aborted when the launcher stops. */
  readonly signal: AbortSignal;
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private readonly slots: Slots;
  private readonly deadline: RunDeadline | undefined;
  private isWatching = false;

  /**
   * @param options.signal stops the runs when it is aborted
   * @param options.deadline when the process ends: a run that does not fit is requested by a message instead, for a later process
   */
  constructor(
    private readonly ports: LaunchPorts,
    options: { concurrency?: number; signal?: AbortSignal; deadline?: RunDeadline } = {},
  ) {
    const { concurrency = defaultConcurrency, signal, deadline } = options;
    this.slots = new Slots(concurrency);
    this.deadline = deadline;
    this.signal = signal ? AbortSignal.any([signal, this.stopping.signal]) : this.stopping.signal;
  }

  /**
   * Makes a run as soon as a slot is free. Returns undefined if another worker took over the run, if the launcher was stopped before, or if the
   * run was postponed to a later process.
   * @throws the error that prevented the run from ending: storage errors that persist after all retries, and internal errors
   */
  launch(run: PlannedRun, options: Pick<IngestRequest, 'waits'> = {}): Promise<StoredRun | undefined> {
    const making = this.makeWhenFree(run, options);
    this.running.add(making);
    return making.finally(() => this.running.delete(making));
  }

  /** Makes runs. A run that fails is noted and does not stop the others. Returns the runs that were made, in their state after fetching. */
  async launchAll(runs: readonly PlannedRun[], failures: PartFailures): Promise<StoredRun[]> {
    const made = await Promise.all(
      runs.map((run) => {
        const fields = { source: run.stream.source, stream: run.stream.name, runId: run.id };
        return failures.try('run.broken', () => this.launch(run), fields);
      }),
    );
    return made.filter((run) => run !== undefined);
  }

  /** Stops the runs and waits until each has ended. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the app is stopping'));
    await Promise.allSettled(this.running);
  }

  /** Remembers the last run of a stream, if it was deferred. */
  private noteDeferred(stream: SourceStream, run: StoredRun | undefined): void {
    const key = streamId({ source: stream.source, stream: stream.name });
    if (run?.end?.state === 'deferred') this.deferred.set(key, run);
    else this.deferred.delete(key);
  }

  private async makeWhenFree(run: PlannedRun, options: Pick<IngestRequest, 'waits'>): Promise<StoredRun | undefined> {
    await this.slots.acquire();
    try {
      return await this.makeRun(run, options);
    } finally {
      this.slots.release();
    }
  }

  private async makeRun(run: PlannedRun, options: Pick<IngestRequest, 'waits'>): Promise<StoredRun | undefined> {
    if (this.signal.aborted) return undefined;
    const budgetMs = this.deadline?.budgetMs;
    if (this.deadline && budgetMs === undefined) return this.postpone(run);
    this.watchDeadline();
    const { stream, id, trigger, traceparent } = await this.nextAttempt(run);
    try {
      const request = { id, trigger, stream, traceparent, signal: this.signal, ...options, ...(budgetMs !== undefined && { budgetMs }) };
      const made = await ingestStream(this.ports, request);
      this.noteDeferred(stream, made);
      return made;
    } catch (error) {
      // Another worker continues the run.
      if (error instanceof LeaseLostError) return undefined;
      throw error;
    }
  }

  /** The run itself; the one after it if the run was made before and our own storage failed it. */
  private async nextAttempt(run: PlannedRun): Promise<PlannedRun> {
    for (let next = run; ; next = continuationOf(next)) {
      const made = await this.ports.runs.get(next.id);
      if (!made?.end?.infrastructure) return next;
    }
  }

  private async postpone(run: PlannedRun): Promise<undefined> {
    const { requestQueue, clock, log } = this.ports;
    await requestQueue.send([requestFor(run, clock.iso())]);
    log.info('run.postponed', { source: run.stream.source, stream: run.stream.name, runId: run.id });
  }

  private watchDeadline(): void {
    if (this.isWatching || !this.deadline) return;
    this.isWatching = true;
    this.deadline.comesNear(this.signal).then(
      () => this.stopping.abort(new Error('the invocation ends')),
      () => undefined,
    );
  }
}

/** Notes runs that our own storage failed: they are to be made again. */
export const noteFailedRuns = (runs: readonly StoredRun[], failures: PartFailures): void => {
  for (const run of runs) {
    const { source, stream, id } = run;
    if (run.end?.infrastructure) failures.note('run.broken', new RunFailedError(run), { source, stream, runId: id });
  }
};
