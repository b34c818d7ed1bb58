import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Run } from '@twl/contracts';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/by';
import { CountText } from '../display/count';
import { DecideDeletions, type DeletionDecision } from './decide-deletions';

const dialogs = {
  confirm: { heading: 'Delete these records', action: 'Delete' },
  undo: { heading: 'Bring these records back', action: 'Bring back' },
};

/** What a run found gone, and the two things that a person can do about it. */
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
  /** Something was decided: the run goes on. */
  readonly decided = output();

  private readonly deletions = inject(DecideDeletions);
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
