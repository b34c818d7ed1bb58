import type { PiscinaTask, TaskQueue } from 'piscina';
import { Piscina } from 'piscina';

/** What the queue is told of a read. */
interface Turn {
  /** It may take some tenths of a second, as a search does. */
  isLong: boolean;
}

/** The reads that wait for a thread: those that are short first, so that they wait for one long read at most. */
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
    const turn = (task as unknown as Record<symbol, Turn | null>)[Piscina.queueOptionsSymbol];
    return turn?.isLong ? this.#long : this.#short;
  }
}

/** Gives a read to the queue with what it is to know of it. */
export const inTurn = <T extends object>(task: T, turn: Turn): T =>
  Object.defineProperty({ ...task }, Piscina.queueOptionsSymbol, { value: turn });
