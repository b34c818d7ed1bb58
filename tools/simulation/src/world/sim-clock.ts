import { Clock } from '@twl/ports';
import type { SeededRandom } from './random';
import type { Proc, World } from './world';

/** The clock of one simulated process: time passes when nobody can do anything else. */
export class SimClock extends Clock {
  constructor(
    private readonly world: World,
    private readonly proc: Proc,
    private readonly randomness: SeededRandom,
  ) {
    super();
  }

  override now(): number {
    return this.world.now;
  }

  override random(): number {
    return this.randomness.next();
  }

  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return void reject(signal.reason as Error);
      const abort = (): void => {
        cancel();
        reject(signal?.reason as Error);
      };
      const cancel = this.world.after(ms, this.proc, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}
