import { AsyncLocalStorage } from 'node:async_hooks';
import { addUsage, noUsage, type Usage } from './usage';

/** Counts what is asked of AWS: all of it, and what one piece of work asks for, whatever else goes on at the same time. */
export class Meter {
  /** Since the process began. */
  readonly total = noUsage();
  private readonly open = new AsyncLocalStorage<Usage>();

  add(usage: Usage): void {
    addUsage(this.total, usage);
    const current = this.open.getStore();
    if (current) addUsage(current, usage);
  }

  /** Does the work; meanwhile `current` is what it, and nothing else, asked for. */
  measure<T>(work: () => Promise<T>): Promise<T> {
    return this.open.run(noUsage(), work);
  }

  /** What the piece of work that calls this asked for so far; undefined outside of `measure`. */
  get current(): Usage | undefined {
    return this.open.getStore();
  }
}
