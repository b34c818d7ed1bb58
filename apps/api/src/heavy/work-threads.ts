import { join } from 'node:path';
import type { CuratedRecord } from '@twl/contracts';
import type { Environment } from '@twl/platform';
import { receivedError, UnavailableError, type Log } from '@twl/ports';
import { Piscina } from 'piscina';
import { errorText } from '@twl/json';
import type { Working } from '../jobs/jobs';
import type { RawView } from '../views/raw-view';
import type { ReplayResult } from '../views/replay';
import { HeavyWork, type ReplayTask } from './heavy-work';
import type { ThreadSettings, WorkAnswer, WorkMessage, WorkTask } from './work-thread';

/** Where the build puts the script of the threads: beside the bundle that this code is part of. */
const builtWorkThread = join(__dirname, 'work-thread.cjs');

/** Replays are worked off one after the other: one thread is always there for what is asked meanwhile. */
const mostThreads = 2;

/** Raw pages that are looked into, or wait for that, at most. */
const mostViews = 20;

/** After so long without work a thread ends, ms: its next start takes a second. */
const idleMs = 5 * 60_000;

/** Looking into a page may take so long, ms; a replay that is told to stop, so long after that. */
const patience = { raw: 30_000, stop: 3_000 };

/** What work in threads needs. */
export interface WorkThreadsOptions {
  settings: ThreadSettings;
  log: Log;
  /** The built `work-thread.ts`; default where the build puts it. */
  script?: string;
}

/**
 * Does heavy work in threads with connections of their own, so that this one answers meanwhile, however much a page or a manifest asks for. What takes too
 * long is ended together with its thread. They begin with the first work.
 */
export class WorkThreads extends HeavyWork {
  readonly #pool: Piscina<WorkTask, WorkAnswer>;
  readonly #replays = new Map<string, Working>();
  #views = 0;

  constructor({ settings, log, script = builtWorkThread }: WorkThreadsOptions) {
    super();
    this.#pool = new Piscina({
      ...{ filename: script, name: 'answer', workerData: settings },
      ...{ minThreads: 0, maxThreads: mostThreads, idleTimeout: idleMs },
      // Where there is more to do than there are processors, who answers goes first. A task waits for messages of its own.
      ...{ niceIncrement: 10, atomics: 'disabled' },
    });
    this.#pool.on('error', (error) => log.error('thread.failed', error));
    this.#pool.on('message', (message: WorkMessage) => this.#hear(message, log));
  }

  /** @throws UnavailableError when too many wait, it takes too long, or its thread dies */
  async rawView(record: CuratedRecord): Promise<RawView> {
    if (this.#views >= mostViews) throw new UnavailableError('too many raw pages are looked into: ask again in a few seconds');
    this.#views += 1;
    try {
      return await this.#run({ kind: 'raw', record }, AbortSignal.timeout(patience.raw));
    } finally {
      this.#views -= 1;
    }
  }

  async replay(task: ReplayTask, working: Working): Promise<ReplayResult> {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const end = new AbortController();
    const onStop = (): void => {
      Atomics.store(stop, 0, 1);
      setTimeout(() => end.abort(working.signal.reason), patience.stop).unref();
    };
    working.signal.addEventListener('abort', onStop);
    this.#replays.set(task.id, working);
    try {
      return await this.#run({ kind: 'replay', task, stop }, end.signal);
    } finally {
      this.#replays.delete(task.id);
      working.signal.removeEventListener('abort', onStop);
    }
  }

  /** Ends the threads at once; what is under way fails. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #run<T>(task: WorkTask, signal: AbortSignal): Promise<T> {
    const answer = await this.#pool.run(task, { signal }).catch((error: unknown) => {
      const why = errorText(signal.aborted ? signal.reason : error);
      throw new UnavailableError(`the work was given up (${why}): ask again later`, error);
    });
    if ('error' in answer) throw receivedError(answer.error);
    return answer.value as T;
  }

  #hear(message: WorkMessage, log: Log): void {
    if (message.kind === 'progress') this.#progress(message);
    else if (message.level === 'error') log.error(message.event, receivedError(message.error), message.fields);
    else log[message.level](message.event, message.fields);
  }

  #progress({ id, done, total }: Extract<WorkMessage, { kind: 'progress' }>): void {
    try {
      this.#replays.get(id)?.progress(done, total);
    } catch {
      // It was told to stop, and is on its way to do so.
    }
  }
}

/** The threads of a process that serves what a runtime opened. Who opens them closes them. */
export const workThreadsOf = ({ simulatorUrl }: { simulatorUrl?: string }, { env, log }: { env: Environment; log: Log }): WorkThreads =>
  new WorkThreads({ settings: { env: { ...env }, ...(simulatorUrl !== undefined && { simulatorUrl }) }, log });
