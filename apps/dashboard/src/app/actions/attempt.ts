import { signal } from '@angular/core';
import { troubleText } from '../api/problem';

/** What is done on request, one at a time: whether it goes on, and in words why the last one was refused. */
export class Attempt {
  private readonly going = signal(false);
  private readonly trouble = signal('');
  readonly busy = this.going.asReadonly();
  readonly refusal = this.trouble.asReadonly();

  async run(action: () => Promise<void>): Promise<void> {
    this.going.set(true);
    this.trouble.set('');
    try {
      await action();
    } catch (error) {
      this.trouble.set(troubleText(error));
    } finally {
      this.going.set(false);
    }
  }

  /** Nothing was refused. */
  forget(): void {
    this.trouble.set('');
  }
}
