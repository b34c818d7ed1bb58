import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { isJsonObject } from '@twl/json';
import type { PartitionRun } from '../roles/partition-router';
import type { RequestOptions } from '../roles/request-options';
import { combineOptions } from '../request/request-options';
import type { ReadSession } from '../session/read-session';
import type { Slice } from '../roles/slice';
import type { CursorRun } from '../roles/cursor-plan';
import type { PartitionedCursor } from './partition-slicer';
import { ParentProgress } from './parent-progress';
import type { SliceRun, SplitLimits } from '../roles/slicer';
/** Partitions above this number share one state. */
const switchToGlobal = 10_000;
/** States kept at most; the oldest that are done go first. */
const maxStates = 25_000;

interface Partition {
  fields: JsonObject;
  run: CursorRun;
  /** Slices handed out and not closed yet. */
  open: number;
  generated: boolean;
  order: number;
}

/** One read of a stream with a cursor per partition. */
export class PartitionSliceRun implements SliceRun {
  private readonly partitions = new Map<string, Partition>();
  private readonly begun = new Set<string>();
  private readonly router: PartitionRun;
  private readonly parents: ParentProgress;
  /** The state for partitions without their own: what all of them had reached when the last read was complete. */
  private global: JsonObject | undefined;
  private nextGlobal: JsonObject | undefined;
  private lookbackSeconds = 0;
  private useGlobal: boolean;
  private count = 0;
  private sawRecords = false;

  constructor(
    private readonly parts: PartitionedCursor,
    state: Json,
    readonly started: number,
  ) {
    this.useGlobal = parts.globalOnly;
    this.router = parts.router.begin(state);
    this.parents = new ParentProgress(isJsonObject(state) && isJsonObject(state['parent_state']) ? state['parent_state'] : undefined);
    if (isJsonObject(state) && Object.keys(state).length > 0) this.restore(state);
  }

  /** With one state for all, it does not tell which partitions are done. */
  get covers(): boolean {
    return !this.useGlobal;
  }

  async *slices(session: ReadSession): AsyncGenerator<Slice> {
    for await (const slice of this.router.partitions(session)) {
      const key = partitionKeyOf(slice);
      if (this.begun.has(key)) continue;
      this.begun.add(key);
      const partition = this.take(key, slice);
      this.parents.begin(partition.order, this.router.parentState());
      let next: Slice | undefined;
      for (const stretch of partition.run.intervals()) {
        if (next) yield next;
        partition.open++;
        next = { partition: slice.partition, interval: stretch.interval, extra: { ...slice.extra, ...stretch.extra } };
      }
      partition.generated = true;
      if (next) yield next;
      else this.parents.close(partition.order);
    }
  }

  options(slice: Slice): RequestOptions {
    const { router, cursor } = this.parts;
    return combineOptions([router.options({ ...slice, interval: {} }), cursor.options(slice)]);
  }

  observe(record: JsonObject, slice: Slice): boolean {
    const written = this.parts.cursor.written(record);
    if (written === undefined) return false;
    this.sawRecords = true;
    const counts = this.partitions.get(partitionKeyOf(slice))?.run.observe(record, slice) ?? false;
    if (counts) this.advance(written);
    return counts;
  }

  reduce(slice: Slice): Slice | undefined {
    return this.partitions.get(partitionKeyOf(slice))?.run.reduce(slice);
  }

  split(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined {
    return this.partitions.get(partitionKeyOf(slice))?.run.split?.(slice, limits);
  }

  close(slice: Slice): void {
    const partition = this.partitions.get(partitionKeyOf(slice));
    if (!partition) return;
    partition.run.close(slice);
    // A slice that was resumed before its partition came up in this read is not one of those that it yields.
    if (partition.order < 0) return;
    partition.open--;
    if (!partition.generated || partition.open > 0) return;
    const reached = partition.run.toJson();
    if (!this.useGlobal && isJsonObject(reached)) this.advance(reached[this.parts.cursor.field]);
    this.parents.close(partition.order);
  }

  finish(): void {
    if (this.sawRecords) {
      this.global = this.nextGlobal;
      this.lookbackSeconds = Math.ceil((this.parts.clock.now() - this.started) / 1000);
    }
    this.parents.finish(this.router.parentState());
  }

  state(): Json {
    const states = [...this.partitions.values()].map(({ fields, run }) => ({ partition: fields, cursor: run.toJson() }));
    return {
      use_global_cursor: this.useGlobal,
      ...(this.useGlobal ? {} : { states }),
      ...(this.global ? { state: this.global } : {}),
      lookback_window: this.lookbackSeconds,
      ...(this.parents.state === undefined ? {} : { parent_state: this.parents.state }),
    };
  }

  private take(key: string, slice: Slice): Partition {
    if (this.count > switchToGlobal) this.useGlobal = true;
    this.makeRoom();
    const known = this.partitions.get(key) ?? this.adopt(key, slice.partition);
    const partition = known ?? this.add(key, slice.partition, this.begin(this.global ?? null, this.global ? this.lookbackSeconds : 0));
    partition.order = this.begun.size - 1;
    return partition;
  }

  /** A state without the parent partitions is adopted. */
  private adopt(key: string, fields: JsonObject): Partition | undefined {
    const { parent_slice: above, ...own } = fields;
    const old = above === undefined ? undefined : this.partitions.get(toCanonicalJson(own));
    if (!old) return undefined;
    this.partitions.delete(toCanonicalJson(own));
    old.fields = fields;
    this.partitions.set(key, old);
    return old;
  }

  private add(key: string, fields: JsonObject, run: CursorRun): Partition {
    const partition: Partition = { fields, run, open: 0, generated: false, order: -1 };
    this.partitions.set(key, partition);
    this.count++;
    return partition;
  }

  private makeRoom(): void {
    for (const [key, { open, order, generated }] of this.partitions) {
      if (this.partitions.size < maxStates) return;
      if (open === 0 && (order < 0 || generated)) this.partitions.delete(key);
    }
  }

  private begin(state: Json, backSeconds = 0): CursorRun {
    return this.parts.cursor.begin(state, backSeconds * 1000);
  }

  private advance(value: Json | undefined): void {
    if (value === undefined || value === null) return;
    const { field } = this.parts.cursor;
    const known = this.nextGlobal?.[field];
    if (known === undefined || isLater(value, known)) this.nextGlobal = { [field]: value };
  }

  private restore(state: JsonObject): void {
    if (state['states'] === undefined && state['state'] === undefined) return this.setGlobal(state);
    // Partition states are resumed, even if the manifest now wants one for all: some of them can be behind it.
    this.useGlobal = state['use_global_cursor'] === true;
    this.lookbackSeconds = Number(state['lookback_window'] ?? 0) || 0;
    for (const each of Array.isArray(state['states']) ? state['states'] : []) {
      if (!isJsonObject(each) || !isJsonObject(each['partition'])) continue;
      this.add(toCanonicalJson(each['partition']), each['partition'], this.begin(each['cursor'] ?? null));
    }
    if (isJsonObject(state['state'])) this.setGlobal(state['state']);
  }

  private setGlobal(state: JsonObject): void {
    const { cursor } = this.parts;
    const { field } = cursor;
    const value = state[field];
    if (value === undefined) return;
    // In the form of those that it is compared with.
    this.global = { [field]: cursor.written({ [field]: value }) ?? value };
    this.nextGlobal = this.global;
  }
}

/** As it is written, character by character: that is how the language has it, and at worst more is read again. */
const isLater = (value: Json, known: Json): boolean =>
  typeof value === 'number' && typeof known === 'number' ? value > known : String(value) > String(known);

const partitionKeyOf = (slice: Slice): string => toCanonicalJson(slice.partition);
