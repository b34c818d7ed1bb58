import { Component, computed } from '@angular/core';
import { driftQuery } from '../api/queries';
import { DriftList } from './drift-list';

const pollMs = 10_000;
const mostShown = 5;

/** The newest changed fields of all sources; empty if there are none. */
@Component({
  selector: 'twl-recent-drift',
  imports: [DriftList],
  template: `
    @if (drifts().length) {
      <h2 id="recent-drift">Changed fields</h2>
      <section class="card table-card" aria-labelledby="recent-drift">
        <twl-drift-list [drifts]="drifts()" [showRun]="true" />
      </section>
    }
  `,
  styles: `
    h2 {
      margin: 20px 0 10px;
    }
  `,
})
export class RecentDrift {
  private readonly found = driftQuery(() => ({ limit: mostShown }), { pollMs });
  protected readonly drifts = computed(() => this.found.value()?.items ?? []);
}
