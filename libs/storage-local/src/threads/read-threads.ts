import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { receivedError, UnavailableError } from '@twl/ports';
import { Piscina } from 'piscina';
import { errorText } from '@twl/json';
import type { Database } from '../sqlite/database';
import type { ThreadReadResult } from './read-thread';
import { queueRead, ShortFirst } from './short-first';
import type { StoreReads } from './store-reads';

/** Where the build puts the script of the threads: next to the bundle that contains this code. */
export const builtReadThread = join(__dirname, 'read-thread.cjs');

/** One processor is for the thread that answers; more than a few threads would only compete for the disk. */
const maxThreads = Math.max(1, Math.min(3, availableParallelism() - 1));

/** The most reads that wait. A search takes some tenths of a second, so that the last one waits some ten seconds. */
export const maxWaiting = 50;

/** Idle time after which a thread ends, ms. */
const idleMs = 30_000;

/**
 * Threads that read the database, each on its own connection, so that a long read does not block this thread. They start with the first
 * read.
 */
export class ReadThreads {
  readonly #pool: Piscina<object, ThreadReadResult>;

  /** @param script the built `read-thread.ts` */
  constructor(
    private readonly db: Database,
    { path, script }: { path: string; script: string },
  ) {
    this.#pool = new Piscina({
      ...{ filename: script, name: 'runReadTask', workerData: { path } },
      ...{ minThreads: 0, maxThreads: maxThreads, idleTimeout: idleMs },
      ...{ taskQueue: new ShortFirst(), maxQueue: maxWaiting },
      // Where there is more to do than processors, the answering thread goes first.
      niceIncrement: 10,
    });
    // A thread may end between two reads.
    this.#pool.on('error', () => undefined);
  }

  /**
   * Runs a read in one of the threads. It sees all earlier writes of this process.
   * @throws UnavailableError when too many reads wait, or the thread ends; otherwise what the read throws
   */
  async read<Name extends keyof StoreReads>(
    name: Name,
    ...args: Parameters<StoreReads[Name]>
  ): Promise<Awaited<ReturnType<StoreReads[Name]>>> {
    this.db.flush();
    const result = await this.#run(queueRead({ name, args }, { isLong: name === 'records' }));
    if ('error' in result) throw receivedError(result.error);
    return result.value as Awaited<ReturnType<StoreReads[Name]>>;
  }

  /** Ends the threads at once; reads in progress fail. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #run(task: object): Promise<ThreadReadResult> {
    if (this.#pool.queueSize >= maxWaiting) throw new UnavailableError('too many searches are waiting: try again in a few seconds');
    try {
      return await this.#pool.run(task);
    } catch (error) {
      throw new UnavailableError(`the read thread ended before it was done (${errorText(error)}): try again`, error);
    }
  }
}
