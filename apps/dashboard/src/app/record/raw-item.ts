import { Component, computed, input, signal } from '@angular/core';
import type { PageMeta } from '@twl/contracts';
import { textQuery } from '../api/queries';
import { Bytes } from '../display/bytes';
import { Timestamp } from '../display/timestamp';
import { ErrorPanel } from '../display/error-panel';
import { JsonText } from '../json/json-text';
import { isNull, type JsonNode, nodeAt, readJson } from '../json/json-node';

/** The item exactly as the source sent it, and its response. */
@Component({
  selector: 'twl-raw-item',
  imports: [Bytes, JsonText, Timestamp, ErrorPanel],
  templateUrl: './raw-item.html',
  styleUrl: './raw-item.scss',
})
export class RawItem {
  readonly path = input.required<string>();
  readonly itemIndex = input.required<number>();

  // A response may be long, so it is printed when it is opened.
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
  /** The whole response if it is small: as JSON where it parses, else as text. */
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
