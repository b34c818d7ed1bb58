import type { RecordTimes } from '../items/records/record-items';
import {
  countedMinute,
  emptyTimes,
  rangeAround,
  timeRangeKey,
  timesBeyond,
  widenRange,
  type GenerationTimes,
} from '../items/records/time-range-items';
import type { Table } from '../table/table';

/** Writes the time range of a generation before anything is written beyond it. */
export class TimeRangeCache {
  readonly #known = new Map<string, GenerationTimes>();

  constructor(private readonly table: Table) {}

  /** Includes a counted time. */
  async includeCount(gen: string, at: string): Promise<void> {
    await this.#write(gen, { countedFrom: countedMinute(at) });
  }

  /** Includes the times of records that are about to be written. */
  async includeTimes(gen: string, times: readonly RecordTimes[]): Promise<void> {
    await this.#write(gen, rangeAround(times));
  }

  async #write(gen: string, wanted: Partial<GenerationTimes>): Promise<void> {
    const known = this.#known.get(gen) ?? emptyTimes;
    const changes = timesBeyond(wanted, known);
    for (const [name, time] of changes) await this.table.update(timeRangeKey(gen), widenRange(name, time));
    this.#known.set(gen, { ...known, ...Object.fromEntries(changes) });
  }
}
