import { Component, computed, input, signal } from '@angular/core';

const firstCharacters = 400;

/** Text from a record as text, whatever is in it: kept apart from what stands around it, and cut when it is very long. */
@Component({
  selector: 'twl-long-text',
  templateUrl: './long-text.html',
  styleUrl: './long-text.scss',
})
export class LongText {
  readonly text = input.required<string>();

  protected readonly everything = signal(false);
  protected readonly isLong = computed(() => this.text().length > firstCharacters);
  protected readonly shown = computed(() =>
    this.everything() || !this.isLong() ? this.text() : `${this.text().slice(0, firstCharacters)}…`,
  );
}
