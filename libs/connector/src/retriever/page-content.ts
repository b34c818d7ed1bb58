import { createHash, type Hash } from 'node:crypto';
import type { JsonObject } from '@twl/contracts';
import { writeJson } from '../document/write-json';

/** What tells the records of one page from those of another. Their keys are not sorted: a page that comes again has them in the same order. */
export class PageContent {
  private readonly kept: (readonly JsonObject[])[] = [];
  private first: readonly JsonObject[] = [];
  private last: readonly JsonObject[] = [];
  private readonly hash: Hash = createHash('sha1');
  private count = 0;
  private whole: string | undefined;

  /** `keeps`: the page is small enough for its records to be kept, so that they are written out only if somebody asks. */
  constructor(private readonly keeps: boolean) {}

  /** Takes the next records of the page. */
  add(records: readonly JsonObject[]): void {
    if (records.length === 0) return;
    const some = [records[0]!, records[records.length >> 1]!, records.at(-1)!];
    if (this.isEmpty) this.first = some;
    this.last = some;
    this.count += records.length;
    if (this.keeps) this.kept.push(records);
    else this.hash.update(writeJson(records as JsonObject[]));
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The same for pages of the same records, and seldom for others; cheap. */
  get outline(): string {
    return createHash('sha1')
      .update(writeJson([...this.first, ...this.last]))
      .digest('base64');
  }

  /** The same for pages of the same records alone. */
  get digest(): string {
    if (this.whole !== undefined) return this.whole;
    for (const records of this.kept) this.hash.update(writeJson(records as JsonObject[]));
    return (this.whole = this.hash.digest('base64'));
  }
}
