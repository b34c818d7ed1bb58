import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Run } from '@twl/contracts';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/action-author';
import { CountText } from '../display/count';
import { DeletionsClient, type DeletionDecision } from './deletions-client';

const dialogs = {
  confirm: { heading: 'Delete these records', action: 'Delete' },
  undo: { heading: 'Restore these records', action: 'Restore' },
};

/** The records that a run found missing, with the actions to delete or restore them. */
@Component({
  selector: 'twl-run-deletions',
  imports: [ActionDialog, CountText, MatButton, RouterLink],
  templateUrl: './run-deletions.html',
  styles: `
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-top: 10px;
    }
  `,
})
export class DeletionsPanel {
  readonly run = input.required<Run>();
  /** A decision was made; the run resumes. */
  readonly decided = output();

  private readonly deletions = inject(DeletionsClient);
  protected readonly asking = signal<DeletionDecision | undefined>(undefined);
  protected readonly attempt = new Attempt();
  protected readonly found = computed(() => this.run().deletions);
  protected readonly dialog = computed(() => dialogs[this.asking() ?? 'confirm']);

  protected async act(decision: DeletionDecision, by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => {
      await this.deletions.decide(this.run().id, decision, by);
      this.close();
      this.decided.emit();
    });
  }

  protected close(): void {
    this.asking.set(undefined);
    this.attempt.forget();
  }
}
