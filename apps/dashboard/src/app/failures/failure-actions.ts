import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Failure } from '@twl/contracts';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/by';
import { MendFailures, redrivenText } from './mend-failures';

const texts = {
  redrive: { heading: 'Redrive', action: 'Redrive' },
  discard: { heading: 'Discard', action: 'Discard' },
};

/** What can be done about one open failure. */
@Component({
  selector: 'twl-failure-actions',
  imports: [ActionDialog, MatButton],
  template: `
    <button matButton="outlined" type="button" [attr.aria-label]="'Redrive ' + failure().id" (click)="asking.set('redrive')">
      Redrive
    </button>
    <button matButton type="button" [attr.aria-label]="'Discard ' + failure().id" (click)="asking.set('discard')">Discard</button>
    @if (asking(); as action) {
      <twl-action-dialog
        [heading]="text().heading + ' this ' + failure().kind"
        [action]="text().action"
        [reasonNeeded]="action === 'discard'"
        [busy]="attempt.busy()"
        [refusal]="attempt.refusal()"
        (confirmed)="act(action, $event)"
        (closed)="close()"
      >
        <p class="mono soft">{{ failure().id }}</p>
        @if (action === 'redrive') {
          <p>It is tried again with the manifest and the settings in force now. What newer runs saw stays newest.</p>
        } @else {
          <p>It is given up, and stays visible as discarded. It cannot be redriven afterwards.</p>
        }
      </twl-action-dialog>
    }
  `,
  styles: ':host { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }',
})
export class FailureButtons {
  readonly failure = input.required<Failure>();
  /** What came of it, in words. */
  readonly mended = output<string>();

  private readonly mend = inject(MendFailures);
  protected readonly asking = signal<'redrive' | 'discard' | undefined>(undefined);
  protected readonly attempt = new Attempt();
  protected readonly text = computed(() => texts[this.asking() ?? 'redrive']);

  protected async act(action: 'redrive' | 'discard', by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => {
      const { id } = this.failure();
      const result = await this.mend[action](id, by);
      this.close();
      this.mended.emit(`${id}: ${redrivenText(result)}`);
    });
  }

  protected close(): void {
    this.asking.set(undefined);
    this.attempt.forget();
  }
}
