import { createHash, type Hash } from 'node:crypto';
import type { JsonObject } from '@twl/contracts';
import { toJsonText } from '@twl/ports';

/** What tells the records of one page from those of another. Their keys are not sorted: a page that comes again has them in the same order. */
export class PageContent {
  private readonly kept: (readonly JsonObject[])[] = [];
  private readonly hash: Hash = createHash('sha1');
  private whole: string | undefined;
  isEmpty = true;

  /** `keeps`: the page is small enough for its records to be kept, so that they are written out only if somebody asks. */
  constructor(private readonly keeps: boolean) {}

  /** Takes the next records of the page. */
  add(records: readonly JsonObject[]): void {
    if (records.length === 0) return;
    this.isEmpty = false;
    if (this.keeps) this.kept.push(records);
    else this.hash.update(toJsonText(records));
  }

  /** The same for pages of the same records, and seldom for others; cheap where records are kept. */
  get outline(): string {
    if (!this.keeps) return this.digest;
    const some = [this.kept[0]!, this.kept.at(-1)!].flatMap((records) => [records[0]!, records[records.length >> 1]!, records.at(-1)!]);
    return createHash('sha1').update(toJsonText(some)).digest('base64');
  }

  /** The same for pages of the same records alone. */
  get digest(): string {
    if (this.whole !== undefined) return this.whole;
    for (const records of this.kept) this.hash.update(toJsonText(records));
    return (this.whole = this.hash.digest('base64'));
  }
}
