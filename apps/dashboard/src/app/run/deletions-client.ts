import { inject, Service } from '@angular/core';
import type { ActionAuthor } from '../actions/action-author';
import { Send } from '../api/send';

/** What can be decided about the deletions of a run. */
export type DeletionDecision = 'confirm' | 'undo';

/** Confirms or undoes the deletions of a run. @throws HttpErrorResponse */
@Service()
export class DeletionsClient {
  private readonly send = inject(Send);

  async decide(run: string, decision: DeletionDecision, by: ActionAuthor): Promise<void> {
    await this.send.post(`runs/${encodeURIComponent(run)}/deletions/${decision}`, by);
  }
}
