import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { requireFirst } from '@twl/ports';
import { laterOf, type CursorScale } from './cursor-scale';

/** A stretch of the cursor that has been read, and the newest value seen in it. */
export interface Stretch<V> {
  start: V;
  end: V;
  recent?: V;
}

/** The ranges that a cursor has read, in Airbyte's format: `{ cursor field: newest value below which nothing is missing }`. */
export class RangeState<V> {
  /** Sorted, not touching each other. */
  stretches: Stretch<V>[];
  /** The initial state, kept for its other fields. */
  private readonly legacy: JsonObject;
  /** From where on records are wanted. */
  readonly start: V;

  constructor(
    private readonly scale: CursorScale<V>,
    private readonly field: string,
    { state, start }: { state: Json; start: V },
  ) {
    this.legacy = isJsonObject(state) && state['state_type'] === undefined ? state : {};
    const stretches =
      isJsonObject(state) && Array.isArray(state['slices']) && state['state_type'] !== undefined ? this.parse(state['slices']) : [];
    const [first] = stretches;
    if (first) {
      this.stretches = stretches;
      this.start = first.recent ?? first.end;
    } else {
      this.start = this.lowest(start);
      this.stretches = [{ start, end: this.start, recent: this.start }];
    }
    this.merge();
  }

  add(stretch: Stretch<V>): void {
    this.stretches.push(stretch);
    this.merge();
  }

  toJson(): JsonObject {
    const first = requireFirst(this.stretches);
    return { ...this.legacy, [this.field]: this.scale.format(first.recent ?? first.start) };
  }

  private lowest(start: V): V {
    const known = this.legacy[this.field];
    if (known === undefined || known === null) return start;
    return laterOf(this.scale, this.scale.parse(known), start);
  }

  private parse(slices: Json[]): Stretch<V>[] {
    return slices.filter(isJsonObject).map((slice) => ({
      start: this.scale.parse(slice['start'] ?? null),
      end: this.scale.parse(slice['end'] ?? null),
      ...(slice['most_recent_cursor_value'] ? { recent: this.scale.parse(slice['most_recent_cursor_value']) } : {}),
    }));
  }

  private merge(): void {
    const { scale } = this;
    const sorted = this.stretches.toSorted((a, b) => scale.compare(a.start, b.start) || scale.compare(a.end, b.end));
    const merged: Stretch<V>[] = [];
    for (const stretch of sorted) {
      const last = merged.at(-1);
      if (!last || scale.compare(scale.next(last.end), stretch.start) < 0) {
        merged.push({ ...stretch });
        continue;
      }
      last.end = laterOf(scale, last.end, stretch.end);
      if (stretch.recent !== undefined)
        last.recent = last.recent === undefined ? stretch.recent : laterOf(scale, last.recent, stretch.recent);
    }
    this.stretches = merged;
  }
}
