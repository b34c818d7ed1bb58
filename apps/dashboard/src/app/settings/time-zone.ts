import { computed, Service, signal } from '@angular/core';
import { remembered } from './remembered';

const zones = ['local', 'utc'] as const;

/** Time zone of all times: the browser's own or UTC. Kept in the browser. */
@Service()
export class TimeZoneSetting {
  private readonly memory = remembered('twl.time-zone', zones);
  private readonly chosen = signal<(typeof zones)[number]>(this.memory.read());

  readonly zone = this.chosen.asReadonly();
  /** For `Intl`: undefined means the browser's own. */
  readonly timeZone = computed(() => (this.zone() === 'utc' ? 'UTC' : undefined));
  readonly name = computed(() => this.timeZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone);

  toggle(): void {
    const zone = this.zone() === 'utc' ? 'local' : 'utc';
    this.chosen.set(zone);
    this.memory.write(zone);
  }
}
