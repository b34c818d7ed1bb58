import { Service, signal } from '@angular/core';
import { whileVisible } from '../api/while-visible';

const everyMs = 5_000;

/** The time of day as relative times need it: it moves every few seconds, and stands still while nobody looks. */
@Service()
export class Now {
  private readonly time = signal(Date.now());

  readonly ms = this.time.asReadonly();

  constructor() {
    whileVisible(everyMs, () => this.time.set(Date.now()));
  }
}
