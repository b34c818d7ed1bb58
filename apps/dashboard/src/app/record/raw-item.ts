import { Component, computed, input, signal } from '@angular/core';
import type { PageMeta } from '@twl/contracts';
import { textQuery } from '../api/queries';
import { Bytes } from '../display/bytes';
import { Timestamp } from '../display/moment';
import { TroublePanel } from '../display/trouble-panel';
import { JsonText } from '../json/json-text';
import { isNull, type JsonNode, nodeAt, readJson } from '../json/json-node';

/** The item as the source sent it, digit by digit, and the answer it was in. */
@Component({
  selector: 'twl-raw-item',
  imports: [Bytes, JsonText, Timestamp, TroublePanel],
  templateUrl: './raw-item.html',
  styleUrl: './raw-item.scss',
})
export class RawItem {
  readonly path = input.required<string>();
  readonly index = input.required<number>();

  // An answer may be long: it is printed when somebody looks.
  protected readonly opened = signal(false);
  protected readonly answer = textQuery(() => `${this.path()}/raw`, { about: () => this.path() });
  private readonly root = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : readJson(text);
  });
  protected readonly meta = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : (JSON.parse(text) as { meta?: PageMeta }).meta;
  });
  protected readonly item = computed(() => present(nodeAt(this.root(), 'item')));
  /** The whole answer, where it is small: as JSON when it is some, else as it stands. */
  protected readonly body = computed(() => {
    const body = nodeAt(this.root(), 'body');
    if (body?.kind !== 'string') return present(body);
    try {
      return readJson(body.value);
    } catch {
      return undefined;
    }
  });
  protected readonly bodyText = computed(() => {
    const body = nodeAt(this.root(), 'body');
    return body?.kind === 'string' && !this.body() ? body.value : undefined;
  });
}

const present = (node: JsonNode | undefined): JsonNode | undefined => (isNull(node) ? undefined : node);
