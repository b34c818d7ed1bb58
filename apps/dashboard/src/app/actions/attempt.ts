import { signal } from '@angular/core';
import { errorLine } from '../api/problem';

/** Runs one action at a time. Holds whether it is running and why the last one was refused. */
export class Attempt {
  private readonly going = signal(false);
  private readonly error = signal('');
  readonly busy = this.going.asReadonly();
  readonly refusal = this.error.asReadonly();

  async run(action: () => Promise<void>): Promise<void> {
    this.going.set(true);
    this.error.set('');
    try {
      await action();
    } catch (error) {
      this.error.set(errorLine(error));
    } finally {
      this.going.set(false);
    }
  }

  /** Clears the last refusal. */
  forget(): void {
    this.error.set('');
  }
}
