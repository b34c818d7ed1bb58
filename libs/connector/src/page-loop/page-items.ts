import type { Json, JsonObject, SourceLimits } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { ReadStalledError } from '../errors/connector-errors';
import type { Selected } from '../roles/roles';
import type { SliceTask } from '../roles/retriever';

/** Returns the error of a page with too many records. */
export const tooManyRecordsError = ({ recordsPerPage }: SourceLimits): string =>
  `the page has more than ${recordsPerPage} records (raise limits.recordsPerPage in source.yaml if that is right)`;

/** Counts the items of a page, and shows its wanted records to the consumer. */
export class PageItems {
  /** All of them. */
  count = 0;
  /** Records that paging counts. */
  records = 0;
  /** The records of a feed are older than the wanted ones: no further page is needed. */
  feedIsOver = false;
  private lastCounted: JsonObject | null = null;
  private lastObject: JsonObject | null = null;
  private held: JsonObject[] | undefined;

  /** `holds`: the records are shown when the page is known to be another one than those before it. */
  constructor(
    private readonly task: SliceTask,
    private readonly limits: SourceLimits,
    holds: boolean,
  ) {
    this.held = holds ? [] : undefined;
  }

  /** The last record that paging counts; if it counts none, the last filtered item. */
  get lastRecord(): JsonObject | null {
    return this.lastCounted ?? this.lastObject;
  }

  /** Adds the next items and returns their content. @throws ReadStalledError if there are too many */
  add(found: readonly Selected[]): Json[] {
    const contents: Json[] = [];
    for (const item of found) {
      if (++this.count > this.limits.recordsPerPage) throw new ReadStalledError(tooManyRecordsError(this.limits));
      if (item.kind === 'refused') this.task.consumer.countRefused();
      contents.push(item.data);
      if (isJsonObject(item.data)) this.lastObject = item.data;
      if (item.kind === 'record') this.addRecord(item.data);
    }
    return contents;
  }

  /** Passes on the records held so far. */
  release(): void {
    for (const record of this.held ?? []) this.task.consumer.observe(record);
    this.held = undefined;
  }

  private addRecord(record: JsonObject): void {
    const { plan, consumer } = this.task;
    const isWanted = plan.filters === undefined || plan.wants(record);
    if (!isWanted && plan.filters === 'before') return;
    this.records++;
    this.lastCounted = record;
    this.feedIsOver = !isWanted && plan.endsFeed(record);
    if (!isWanted) return;
    if (this.held) this.held.push(record);
    else consumer.observe(record);
  }
}
