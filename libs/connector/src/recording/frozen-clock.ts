import { Clock } from '@twl/ports';

/** A clock that moves only by waits, with constant randomness: a replay sends exactly the requests of its recording. */
export class FrozenClock extends Clock {
  private waited = 0;
  private seed: number;

  /**
   * @param at the time, ms since 1970
   * @param wait waits in real time; without it waits take no time
   */
  constructor(
    private readonly at: number,
    private readonly wait: (ms: number, signal?: AbortSignal) => Promise<void> = async () => undefined,
  ) {
    super();
    this.seed = at % 2 ** 32;
  }

  now(): number {
    return this.at + this.waited;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.wait(ms, signal);
    this.waited += ms;
  }

  random(): number {
    this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0;
    return this.seed / 2 ** 32;
  }
}
