import { Clipboard } from '@angular/cdk/clipboard';
import { Component, inject, input, signal } from '@angular/core';
import { Icon } from './icon';

/** Copies a text and says so. */
@Component({
  selector: 'twl-copy-button',
  imports: [Icon],
  template: `
    <button type="button" (click)="copy()">
      <twl-icon [name]="done() ? 'check' : 'copy'" />
      <span aria-live="polite">{{ done() ? 'Copied' : 'Copy' }}</span>
    </button>
  `,
  styleUrl: './copy-button.scss',
})
export class CopyButton {
  readonly text = input.required<string>();

  private readonly clipboard = inject(Clipboard);
  protected readonly done = signal(false);

  protected copy(): void {
    if (!this.clipboard.copy(this.text())) return;
    this.done.set(true);
    setTimeout(() => this.done.set(false), 2_000);
  }
}
