import { computed, Service, signal } from '@angular/core';

/** Whether the API is reachable, as the requests report it. */
@Service()
export class Connection {
  private readonly failures = signal(0);
  private readonly recoveries = signal(0);

  /** The last request was lost, so the API needs a probe. */
  readonly isDoubtful = computed(() => this.failures() >= 1);
  /** One lost request may be chance; two are an outage. */
  readonly isDown = computed(() => this.failures() >= 2);
  /** Grows each time the API is back, so that failed requests can be repeated. */
  readonly recovered = this.recoveries.asReadonly();

  answered(): void {
    const wasLost = this.failures() > 0;
    this.failures.set(0);
    if (wasLost) this.recoveries.update((count) => count + 1);
  }

  lost(): void {
    this.failures.update((count) => count + 1);
  }
}
