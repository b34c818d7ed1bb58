import { afterNextRender, Component, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ActionAuthor } from './by';
import { OwnName } from './own-name';

/** Asks, before something is done, whether it is meant, why, and by whom. What will be done stands in its content. */
@Component({
  selector: 'twl-action-dialog',
  imports: [MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './action-dialog.html',
  styleUrl: './action-dialog.scss',
})
export class ActionDialog {
  readonly heading = input.required<string>();
  /** Words on the button that does it. */
  readonly action = input.required<string>();
  readonly reasonNeeded = input(false);
  /** Nothing can be done yet, or any more. */
  readonly disabled = input(false);
  readonly busy = input(false);
  /** It is done: there is nothing left but to close. */
  readonly done = input(false);
  readonly refusal = input('');
  readonly confirmed = output<ActionAuthor>();
  readonly closed = output();

  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly name = inject(OwnName);
  protected readonly why = signal('');
  protected readonly missing = signal(false);

  constructor() {
    afterNextRender(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected confirm(event: Event): void {
    event.preventDefault();
    if (this.busy() || this.disabled()) return;
    const why = this.why().trim() || undefined;
    this.missing.set(this.reasonNeeded() && !why);
    if (!this.missing()) this.confirmed.emit({ who: this.name.who, why });
  }
}
