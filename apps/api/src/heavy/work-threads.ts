import { join } from 'node:path';
import type { CuratedRecord } from '@twl/contracts';
import type { Environment } from '@twl/platform';
import { receivedError, UnavailableError, type Log } from '@twl/ports';
import { Piscina } from 'piscina';
import { errorText } from '@twl/json';
import type { Working } from '../jobs/jobs';
import type { RawView } from '../views/raw-view';
import type { ReplayResult } from '../views/replay';
import type { Exported } from '@twl/pipeline';
import { HeavyWork, type ExportWork, type ReplayTask } from './heavy-work';
import type { LongTask, ThreadSettings, WorkResult, WorkMessage, WorkTask } from './work-thread';

/** Path of the thread script, which the build writes next to this bundle. */
const builtWorkThread = join(__dirname, 'work-thread.cjs');

/** Replays run one at a time, and so do exports, so one thread is always free for other requests. */
const maxThreadCount = 3;

/** Maximum number of raw views in progress or waiting. */
const maxViews = 20;

/** Idle time after which a thread ends, ms. A start takes a second. */
const idleMs = 5 * 60_000;

/** Timeouts, ms: of a raw view, and of a replay after a stop signal. */
const timeouts = { raw: 30_000, stop: 3_000 };

/** Options of `WorkThreads`. */
export interface WorkThreadsOptions {
  settings: ThreadSettings;
  log: Log;
  /** Path of the built `work-thread.ts`; defaults to the path of the build. */
  script?: string;
}

/**
 * Does heavy work in threads with their own connections, so that the calling thread stays responsive. A task that exceeds its timeout is ended
 * together with its thread. Threads start on demand.
 */
export class WorkThreads extends HeavyWork {
  readonly #pool: Piscina<WorkTask, WorkResult>;
  readonly #longTasks = new Map<string, Working>();
  #views = 0;

  constructor({ settings, log, script = builtWorkThread }: WorkThreadsOptions) {
    super();
    this.#pool = new Piscina({
      ...{ filename: script, name: 'runWorkTask', workerData: settings },
      ...{ minThreads: 0, maxThreads: maxThreadCount, idleTimeout: idleMs },
      // A busy machine serves requests before heavy work. A task waits for its own messages.
      ...{ niceIncrement: 10, atomics: 'disabled' },
    });
    this.#pool.on('error', (error) => log.error('thread.failed', error));
    this.#pool.on('message', (message: WorkMessage) => this.#handleMessage(message, log));
  }

  /** @throws UnavailableError if too many tasks wait, on a timeout, or if the thread dies */
  async rawView(record: CuratedRecord): Promise<RawView> {
    if (this.#views >= maxViews) throw new UnavailableError('too many requests for raw pages at once: try again in a few seconds');
    this.#views += 1;
    try {
      return await this.#run({ kind: 'raw', record }, AbortSignal.timeout(timeouts.raw));
    } finally {
      this.#views -= 1;
    }
  }

  replay(task: ReplayTask, working: Working): Promise<ReplayResult> {
    return this.#runLong({ kind: 'replay', task }, working);
  }

  exportRecords(task: ExportWork, working: Working): Promise<Exported> {
    return this.#runLong({ kind: 'export', task }, working);
  }

  /** Ends all threads at once; running tasks fail. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #runLong<T>(long: LongTask, working: Working): Promise<T> {
    const { id } = long.task;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const end = new AbortController();
    const onStop = (): void => {
      Atomics.store(stop, 0, 1);
      setTimeout(() => end.abort(working.signal.reason), timeouts.stop).unref();
    };
    working.signal.addEventListener('abort', onStop);
    this.#longTasks.set(id, working);
    try {
      return await this.#run({ ...long, stop }, end.signal);
    } finally {
      this.#longTasks.delete(id);
      working.signal.removeEventListener('abort', onStop);
    }
  }

  async #run<T>(task: WorkTask, signal: AbortSignal): Promise<T> {
    const result = await this.#pool.run(task, { signal }).catch((error: unknown) => {
      const why = errorText(signal.aborted ? signal.reason : error);
      throw new UnavailableError(`the work was cancelled (${why}): try again later`, error);
    });
    if ('error' in result) throw receivedError(result.error);
    return result.value as T;
  }

  #handleMessage(message: WorkMessage, log: Log): void {
    if (message.kind === 'progress') this.#progress(message);
    else if (message.level === 'error') log.error(message.event, receivedError(message.error), message.fields);
    else log[message.level](message.event, message.fields);
  }

  #progress({ id, done, total }: Extract<WorkMessage, { kind: 'progress' }>): void {
    try {
      this.#longTasks.get(id)?.progress(done, total);
    } catch {
      // The task is already stopping.
    }
  }
}

/** Creates the work threads of a process from its runtime. The caller closes them. */
export const workThreadsOf = ({ simulatorUrl }: { simulatorUrl?: string }, { env, log }: { env: Environment; log: Log }): WorkThreads =>
  new WorkThreads({ settings: { env: { ...env }, ...(simulatorUrl !== undefined && { simulatorUrl }) }, log });
