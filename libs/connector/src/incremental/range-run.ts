import type { Json, JsonObject } from '@twl/contracts';
import type { Slice } from '../stream/slice';
import type { CursorScale } from './cursor-scale';
import type { RangeState } from './range-state';

/** What a run of a cursor needs to keep its state. */
export interface RangeRules<V> {
  scale: CursorScale<V>;
  /** The cursor value of a record; undefined where it has none. */
  read(record: JsonObject): V | undefined;
  /** Names of the slice's start and end; without them the newest record says how far a slice was read. */
  boundaries: { start: string; end: string } | undefined;
}

/** Keeps what one cursor has seen during a read. */
export class RangeRun<V> {
  private readonly recent = new Map<string, V>();

  constructor(
    readonly state: RangeState<V>,
    private readonly rules: RangeRules<V>,
  ) {}

  observe(record: JsonObject, slice: Slice): V | undefined {
    const value = this.rules.read(record);
    if (value === undefined) return undefined;
    const key = JSON.stringify(slice.interval);
    const known = this.recent.get(key);
    if (known === undefined || this.rules.scale.compare(value, known) > 0) this.recent.set(key, value);
    return value;
  }

  close(slice: Slice): void {
    const key = JSON.stringify(slice.interval);
    const recent = this.recent.get(key);
    this.recent.delete(key);
    const { boundaries, scale } = this.rules;
    if (boundaries) {
      const { [boundaries.start]: start, [boundaries.end]: end } = slice.interval;
      this.state.add({ start: scale.parse(start!), end: scale.parse(end!), ...(recent === undefined ? {} : { recent }) });
      // A count of nothing is none.
    } else if (recent !== undefined && recent !== 0) this.state.add({ start: this.state.start, end: recent, recent });
  }

  /** The slice from its newest record on: what is left of it when paging has to begin anew. */
  reduce(slice: Slice): Slice | undefined {
    const recent = this.recent.get(JSON.stringify(slice.interval));
    const { boundaries, scale } = this.rules;
    if (recent === undefined || !boundaries) return undefined;
    return { ...slice, interval: { ...slice.interval, [boundaries.start]: String(scale.format(recent)) } };
  }

  toJson(): Json {
    return this.state.toJson();
  }
}
