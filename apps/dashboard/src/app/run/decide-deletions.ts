import { inject, Service } from '@angular/core';
import type { ActionAuthor } from '../actions/by';
import { Send } from '../api/send';

/** What can be decided about the deletions of a run. */
export type DeletionDecision = 'confirm' | 'undo';

/** Has deleted what a run found gone, or brought back. @throws HttpErrorResponse */
@Service()
export class DecideDeletions {
  private readonly send = inject(Send);

  async decide(run: string, decision: DeletionDecision, by: ActionAuthor): Promise<void> {
    await this.send.post(`runs/${encodeURIComponent(run)}/deletions/${decision}`, by);
  }
}
