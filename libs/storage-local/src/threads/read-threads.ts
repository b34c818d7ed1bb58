import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { receivedError, UnavailableError } from '@twl/ports';
import { Piscina } from 'piscina';
import { errorText } from '@twl/json';
import type { Database } from '../sqlite/database';
import type { ReadAnswer } from './read-thread';
import { inTurn, ShortFirst } from './short-first';
import type { StoreReads } from './store-reads';

/** Where the build puts the script of the threads: beside the bundle that this code is part of. */
export const builtReadThread = join(__dirname, 'read-thread.cjs');

/** One processor is left to the thread that answers; more than a few would only take turns at the disk. */
const mostThreads = Math.max(1, Math.min(3, availableParallelism() - 1));

/** Reads that wait at most; a search takes some tenths of a second, so that the last of them waits for some ten seconds. */
export const mostWaiting = 50;

/** After so long without work a thread ends, ms. */
const idleMs = 30_000;

/** Threads that read the database, each on a connection of its own, so that a long read does not hold up this one. They begin with the first read. */
export class ReadThreads {
  readonly #pool: Piscina<object, ReadAnswer>;

  /** @param script the built `read-thread.ts` */
  constructor(
    private readonly db: Database,
    { path, script }: { path: string; script: string },
  ) {
    this.#pool = new Piscina({
      ...{ filename: script, name: 'answer', workerData: { path } },
      ...{ minThreads: 0, maxThreads: mostThreads, idleTimeout: idleMs },
      ...{ taskQueue: new ShortFirst(), maxQueue: mostWaiting },
      // Where there is more to do than there are processors, who answers goes first.
      niceIncrement: 10,
    });
    // A thread that ends between two reads is missed by nobody.
    this.#pool.on('error', () => undefined);
  }

  /**
   * Does a read in one of the threads; it sees all that this process wrote before.
   * @throws UnavailableError when too many wait, or the thread ends @throws what the read throws
   */
  async ask<Name extends keyof StoreReads>(
    name: Name,
    ...args: Parameters<StoreReads[Name]>
  ): Promise<Awaited<ReturnType<StoreReads[Name]>>> {
    this.db.flush();
    const answer = await this.#run(inTurn({ name, args }, { isLong: name === 'records' }));
    if ('error' in answer) throw receivedError(answer.error);
    return answer.value as Awaited<ReturnType<StoreReads[Name]>>;
  }

  /** Ends the threads at once; reads that are under way fail. */
  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #run(task: object): Promise<ReadAnswer> {
    if (this.#pool.queueSize >= mostWaiting)
      throw new UnavailableError('too many searches wait for their turn: ask again in a few seconds');
    try {
      return await this.#pool.run(task);
    } catch (error) {
      throw new UnavailableError(`the thread that read ended before it was done (${errorText(error)}): ask again`, error);
    }
  }
}
