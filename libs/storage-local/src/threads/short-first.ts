import type { PiscinaTask, TaskQueue } from 'piscina';
import { Piscina } from 'piscina';

/** What the queue knows of a read. */
interface ReadPriority {
  /** True if the read may take some tenths of a second, as a search does. */
  isLong: boolean;
}

/** Queue of reads that wait for a thread. Short reads go first, so that they wait for one long read at most. */
export class ShortFirst implements TaskQueue {
  readonly #short: PiscinaTask[] = [];
  readonly #long: PiscinaTask[] = [];

  get size(): number {
    return this.#short.length + this.#long.length;
  }

  push(task: PiscinaTask): void {
    this.#queueOf(task).push(task);
  }

  shift(): PiscinaTask | null {
    return this.#short.shift() ?? this.#long.shift() ?? null;
  }

  remove(task: PiscinaTask): void {
    const queue = this.#queueOf(task);
    const at = queue.indexOf(task);
    if (at >= 0) queue.splice(at, 1);
  }

  #queueOf(task: PiscinaTask): PiscinaTask[] {
    const priority = (task as unknown as Record<symbol, ReadPriority | null>)[Piscina.queueOptionsSymbol];
    return priority?.isLong ? this.#long : this.#short;
  }
}

/** Describes a read for the queue. */
export const queueRead = <T extends object>(task: T, priority: ReadPriority): T =>
  Object.defineProperty({ ...task }, Piscina.queueOptionsSymbol, { value: priority });
