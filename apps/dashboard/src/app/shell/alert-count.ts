import { Component, computed } from '@angular/core';
import { firingQuery } from '../api/queries';

const pollMs = 10_000;

/** How many alerts fire, beside the name of their screen; nothing while none does. */
@Component({
  selector: 'twl-alert-count',
  template: `
    @if (count(); as count) {
      <span class="count" [class.critical]="isCritical()">{{ count }}<span class="seen-by-readers-only"> firing</span></span>
    }
  `,
  styles: `
    .count {
      display: inline-block;
      min-width: 18px;
      margin-inline-start: 6px;
      padding: 0 5px;
      border-radius: 99px;
      background: var(--twl-warn-soft);
      color: var(--twl-warn);
      font-size: 12px;
      font-weight: 650;
      line-height: 18px;
      text-align: center;
    }

    .critical {
      background: var(--twl-bad-soft);
      color: var(--twl-bad);
    }
  `,
})
export class AlertCount {
  private readonly firing = firingQuery({ pollMs });
  protected readonly count = computed(() => this.firing.value()?.items.length ?? 0);
  protected readonly isCritical = computed(() => this.firing.value()?.items.some(({ severity }) => severity === 'critical') ?? false);
}
