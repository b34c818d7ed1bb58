import { inject, Service } from '@angular/core';
import type { By } from '../actions/by';
import { Send } from '../api/send';

/** What can be decided about the deletions of a run. */
export type Decision = 'confirm' | 'undo';

/** Has deleted what a run found gone, or brought back. @throws HttpErrorResponse */
@Service()
export class DecideDeletions {
  private readonly send = inject(Send);

  async decide(run: string, decision: Decision, by: By): Promise<void> {
    await this.send.post(`runs/${encodeURIComponent(run)}/deletions/${decision}`, by);
  }
}
