import { Component, inject, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ActionAuthor } from '../actions/action-author';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import { Send } from '../api/send';

/** Sends a test over all channels. */
@Component({
  selector: 'twl-test-button',
  imports: [ActionDialog, MatButton],
  template: `
    <button matButton="outlined" type="button" (click)="isAsking.set(true)">Test the channels</button>
    @if (isAsking()) {
      <twl-action-dialog
        heading="Send a test"
        action="Send"
        [busy]="attempt.busy()"
        [refusal]="attempt.refusal()"
        (confirmed)="send($event)"
        (closed)="close()"
      >
        <p>A test notice is sent over every channel. The alert “Test” then shows how each of them did.</p>
      </twl-action-dialog>
    }
  `,
})
export class TestButton {
  readonly sent = output();

  private readonly client = inject(Send);
  protected readonly isAsking = signal(false);
  protected readonly attempt = new Attempt();

  protected async send(by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => {
      await this.client.post('alerts/test', by);
      this.close();
      this.sent.emit();
    });
  }

  protected close(): void {
    this.isAsking.set(false);
    this.attempt.forget();
  }
}
