import { Component, computed, input, signal } from '@angular/core';
import { CopyButton } from '../display/copy-button';
import type { JsonNode } from './json-node';
import { type JsonToken, printTokens } from './print-json';

const firstCharacters = 60_000;

/** Printed JSON with quiet colors; long ones are cut until asked for. */
@Component({ selector: 'twl-json-text', imports: [CopyButton], templateUrl: './json-text.html', styleUrl: './json-text.scss' })
export class JsonText {
  readonly node = input.required<JsonNode>();
  readonly label = input.required<string>();

  protected readonly everything = signal(false);
  private readonly tokens = computed(() => printTokens(this.node()));
  protected readonly text = computed(() =>
    this.tokens()
      .map(({ text }) => text)
      .join(''),
  );
  protected readonly isLong = computed(() => this.text().length > firstCharacters);
  // Thousands of colored pieces would be slow: long ones are one plain piece.
  protected readonly shown = computed<JsonToken[]>(() => {
    if (!this.isLong()) return this.tokens();
    return [{ kind: 'mark', text: this.everything() ? this.text() : this.text().slice(0, firstCharacters) }];
  });
}
