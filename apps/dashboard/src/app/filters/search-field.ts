import { Component, DestroyRef, inject, input, linkedSignal, output } from '@angular/core';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';

const restMs = 300;

/** Text to search for, given on when the typing rests, or at once with Enter. */
@Component({
  selector: 'twl-search-field',
  imports: [MatFormField, MatInput, MatLabel],
  template: `
    <mat-form-field appearance="outline" subscriptSizing="dynamic">
      <mat-label>{{ label() }}</mat-label>
      <input
        matInput
        #field
        type="search"
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        [value]="text()"
        (input)="type(field.value)"
        (keydown.enter)="send()"
      />
    </mat-form-field>
  `,
  styleUrl: './field.scss',
})
export class SearchField {
  readonly label = input.required<string>();
  readonly value = input<string>();
  readonly searched = output<string | undefined>();

  private timer: ReturnType<typeof setTimeout> | undefined;
  private awaited: string | undefined;
  // What is being typed must not be overwritten by the answer to what was typed before.
  protected readonly text = linkedSignal<string, string>({
    source: () => this.value() ?? '',
    computation: (value, previous) => {
      const isOwn = value === this.awaited;
      this.awaited = undefined;
      return previous && isOwn ? previous.value : value;
    },
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected type(text: string): void {
    this.text.set(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), restMs);
  }

  protected send(): void {
    clearTimeout(this.timer);
    const text = this.text().trim();
    if (text === (this.value() ?? '')) return;
    this.awaited = text;
    this.searched.emit(text || undefined);
  }
}
