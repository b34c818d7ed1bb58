import { afterNextRender, Component, type ElementRef, inject, input, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ActionAuthor } from './action-author';
import { OperatorName } from './operator-name';

/** Confirms an action and asks for a reason and a name. Its content describes the action. */
@Component({
  selector: 'twl-action-dialog',
  imports: [MatButton, MatFormField, MatInput, MatLabel],
  templateUrl: './action-dialog.html',
  styleUrl: './action-dialog.scss',
})
export class ActionDialog {
  readonly heading = input.required<string>();
  /** Label of the confirm button. */
  readonly action = input.required<string>();
  readonly reasonNeeded = input(false);
  /** The action is not available. */
  readonly disabled = input(false);
  readonly busy = input(false);
  /** The action is done: the dialog can only be closed. */
  readonly done = input(false);
  readonly refusal = input('');
  readonly confirmed = output<ActionAuthor>();
  readonly closed = output();

  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly name = inject(OperatorName);
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
