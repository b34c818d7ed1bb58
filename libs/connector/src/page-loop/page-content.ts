import { createHash, type Hash } from 'node:crypto';
import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/json';

/** Identifies the records of a page. Their keys are not sorted: a repeated page has them in the same order. */
export class PageContent {
  private readonly kept: (readonly Json[])[] = [];
  private readonly hash: Hash = createHash('sha1');
  private whole: string | undefined;
  private count = 0;
  private firstRow: string | undefined;
  private rowsDiffer = false;
  isEmpty = true;

  /** `keeps`: the page is small enough to keep its records, so that they are serialised only on demand. */
  constructor(private readonly keeps: boolean) {}

  /** Adds the next items of the page. */
  add(records: readonly Json[]): void {
    if (records.length === 0) return;
    this.isEmpty = false;
    this.compareRows(records);
    if (this.keeps) this.kept.push(records);
    else this.hash.update(toJsonText(records));
  }

  /** There are several rows, and all are equal: the next page may well have the same ones. */
  get rowsAreEqual(): boolean {
    return this.count > 1 && !this.rowsDiffer;
  }

  /** A single row comes again more easily than several. */
  get hasOneRow(): boolean {
    return this.count === 1;
  }

  /** The same for pages of the same records, and seldom for others; cheap where records are kept. */
  get outline(): string {
    if (!this.keeps) return this.digest;
    const some = [this.kept.at(0), this.kept.at(-1)].flatMap((records = []) => [
      records.at(0),
      records.at(records.length >> 1),
      records.at(-1),
    ]);
    return createHash('sha1').update(toJsonText(some)).digest('base64');
  }

  /** Digest that only pages of the same records share. */
  get digest(): string {
    if (this.whole !== undefined) return this.whole;
    for (const records of this.kept) this.hash.update(toJsonText(records));
    return (this.whole = this.hash.digest('base64'));
  }

  /** Ends at the first row that differs, so that most pages have two rows written out. */
  private compareRows(records: readonly Json[]): void {
    for (const record of records) {
      if (this.rowsDiffer) return;
      const text = toJsonText(record);
      this.count++;
      this.firstRow ??= text;
      this.rowsDiffer = text !== this.firstRow;
    }
  }
}
