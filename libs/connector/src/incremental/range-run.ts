import type { Json, JsonObject } from '@twl/contracts';
import { requireValue } from '@twl/ports';
import type { Slice } from '../roles/slice';
import type { CursorScale } from './cursor-scale';
import type { RangeState } from './range-state';

/** What a run of a cursor needs for its state. */
export interface RangeRules<V> {
  scale: CursorScale<V>;
  /** Returns the cursor value of a record; undefined if it has none. */
  read(record: JsonObject): V | undefined;
  /** Field names of the slice's start and end; without them the newest record tells how far a slice was read. */
  boundaries: { start: string; end: string } | undefined;
  /** Returns true if a record is after the end of its slice, or in the future: records before it may still be unread. */
  isBeyond?(value: V, end: V | undefined): boolean;
}

/** Tracks the values of one cursor during a read. */
export class RangeRun<V> {
  private readonly recent = new Map<string, V>();
  private readonly ends = new Map<string, V | undefined>();

  constructor(
    readonly state: RangeState<V>,
    private readonly rules: RangeRules<V>,
  ) {}

  /** Returns true if the record counts: one without a value, or after the end of the requested range, does not move the state. */
  observe(record: JsonObject, slice: Slice): boolean {
    const value = this.rules.read(record);
    if (value === undefined) return false;
    const key = JSON.stringify(slice.interval);
    const known = this.recent.get(key);
    if (known !== undefined && this.rules.scale.compare(value, known) <= 0) return true;
    if (this.rules.isBeyond?.(value, this.endOf(key, slice))) return false;
    this.recent.set(key, value);
    return true;
  }

  close(slice: Slice): void {
    const key = JSON.stringify(slice.interval);
    const recent = this.recent.get(key);
    this.recent.delete(key);
    this.ends.delete(key);
    const { boundaries, scale } = this.rules;
    if (boundaries) {
      const valueOf = (name: string): V => scale.parse(requireValue(slice.interval[name], `${name} of a slice`));
      this.state.add({ start: valueOf(boundaries.start), end: valueOf(boundaries.end), ...(recent === undefined ? {} : { recent }) });
      // A count of zero means none.
    } else if (recent !== undefined && recent !== 0) this.state.add({ start: this.state.start, end: recent, recent });
  }

  /** Returns the slice from its newest record on: the rest when paging restarts. */
  reduce(slice: Slice): Slice | undefined {
    const recent = this.recent.get(JSON.stringify(slice.interval));
    const { boundaries, scale } = this.rules;
    if (recent === undefined || !boundaries) return undefined;
    return { ...slice, interval: { ...slice.interval, [boundaries.start]: String(scale.format(recent)) } };
  }

  private endOf(key: string, slice: Slice): V | undefined {
    const { boundaries, scale } = this.rules;
    const end = boundaries && slice.interval[boundaries.end];
    if (!this.ends.has(key)) this.ends.set(key, end === undefined ? undefined : scale.parse(end));
    return this.ends.get(key);
  }

  toJson(): Json {
    return this.state.toJson();
  }
}
