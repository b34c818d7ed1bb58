import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Failure } from '@twl/contracts';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/action-author';
import { FailureActionsClient, redrivenText } from './failure-actions-client';

const texts = {
  redrive: { heading: 'Redrive', action: 'Redrive' },
  discard: { heading: 'Discard', action: 'Discard' },
};

/** The actions on one open failure. */
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
          <p>It is applied again with the current manifest and settings. Data of newer runs stays newer.</p>
        } @else {
          <p>It stays visible as discarded and cannot be redriven afterwards.</p>
        }
      </twl-action-dialog>
    }
  `,
  styles: ':host { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }',
})
export class FailureButtons {
  readonly failure = input.required<Failure>();
  /** The result in words. */
  readonly handled = output<string>();

  private readonly client = inject(FailureActionsClient);
  protected readonly asking = signal<'redrive' | 'discard' | undefined>(undefined);
  protected readonly attempt = new Attempt();
  protected readonly text = computed(() => texts[this.asking() ?? 'redrive']);

  protected async act(action: 'redrive' | 'discard', by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => {
      const { id } = this.failure();
      const result = await this.client[action](id, by);
      this.close();
      this.handled.emit(`${id}: ${redrivenText(result)}`);
    });
  }

  protected close(): void {
    this.asking.set(undefined);
    this.attempt.forget();
  }
}
