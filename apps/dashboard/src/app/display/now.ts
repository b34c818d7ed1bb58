import { Service, signal } from '@angular/core';
import { whileVisible } from '../api/while-visible';

const everyMs = 5_000;

/** The current time for relative times. It advances every few seconds while the page is visible. */
@Service()
export class Now {
  private readonly time = signal(Date.now());

  readonly ms = this.time.asReadonly();

  constructor() {
    whileVisible(everyMs, () => this.time.set(Date.now()));
  }
}
