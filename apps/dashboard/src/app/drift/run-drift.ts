import { Component, computed, input } from '@angular/core';
import { driftQuery } from '../api/queries';
import { DriftList } from './drift-list';

const pollMs = 10_000;
const mostShown = 50;

/** The fields that changed in a run; empty if there are none. */
@Component({
  selector: 'twl-run-drift',
  imports: [DriftList],
  template: `
    @if (drifts().length) {
      <section class="card table-card" aria-labelledby="drift-head">
        <div class="head">
          <h2 id="drift-head">Changed fields</h2>
          @if (isHeldBack()) {
            <p class="soft">
              Records with these changes are held back. To accept the changes:
              <code class="mono">twl contract accept {{ drifts()[0]!.source }} {{ drifts()[0]!.stream }} --why …</code>
            </p>
          }
        </div>
        <twl-drift-list [drifts]="drifts()" />
      </section>
    }
  `,
  styles: `
    section {
      margin-top: 12px;
    }

    .head {
      padding: 12px;
    }
  `,
})
export class RunDrift {
  readonly run = input.required<string>();

  private readonly found = driftQuery(() => ({ runId: this.run(), limit: mostShown }), { pollMs });
  protected readonly drifts = computed(() => this.found.value()?.items ?? []);
  protected readonly isHeldBack = computed(() => this.drifts().some(({ status }) => status === 'refused'));
}
