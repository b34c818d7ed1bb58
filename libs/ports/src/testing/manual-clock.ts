import { Clock } from '../clock';

interface Sleeper {
  due: number;
  wake: () => void;
}

/** How a {@link ManualClock} begins. With `auto`, a sleep moves the time on by itself instead of waiting for `advance`. */
export interface ManualClockOptions {
  start?: string;
  seed?: number;
  auto?: boolean;
}

/** A clock that stands still until it is advanced; its randomness is a function of the seed. */
export class ManualClock extends Clock {
  readonly #auto: boolean;
  readonly #sleepers = new Set<Sleeper>();
  #now: number;
  /** How far the time was set away from what passed, ms. */
  #jumped = 0;
  #random: number;

  constructor({ start = '2026-01-31T12:00:00.000Z', seed = 1, auto = false }: ManualClockOptions = {}) {
    super();
    this.#now = Date.parse(start);
    this.#random = seed;
    this.#auto = auto;
  }

  now(): number {
    return this.#now;
  }

  override monotonic(): number {
    return this.#now - this.#jumped;
  }

  /** How many sleeps wait for time to pass. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#auto) this.#now += ms;
    if (this.#auto || ms <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const abort = () => settle(() => reject(signal?.reason));
      const settle = (end: () => void) => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', abort);
        end();
      };
      const sleeper = { due: this.#now + ms, wake: () => settle(resolve) };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Lets `ms` pass: sleeps that end meanwhile resolve in order, each at its own time, with what follows from them. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    for (let next = this.#next(target); next; next = this.#next(target)) {
      this.#now = Math.max(this.#now, next.due);
      next.wake();
      await new Promise(setImmediate);
    }
    this.#now = target;
  }

  /** Sets the time, backwards too; nobody wakes. */
  set(iso: string): void {
    this.#now = Date.parse(iso);
  }

  /** Sets the time ahead, or back, by so many ms, as somebody does with a machine: waits take as long as before. */
  jump(ms: number): void {
    this.#now += ms;
    this.#jumped += ms;
    for (const sleeper of this.#sleepers) sleeper.due += ms;
  }

  random(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  #next(target: number): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due <= target && (!first || sleeper.due < first.due)) first = sleeper;
    }
    return first;
  }
}
