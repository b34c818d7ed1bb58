import type { Json } from '@twl/contracts';
import { requireValue } from '@twl/ports';
import { checked } from './stream-json';

/** A list is never said to be longer than this. */
const longest = 1_000_000;

/** Keeps the elements of a list as long as it is short; of a long one its length, and the first and the last element. */
export class ListOutline {
  private readonly kept: Buffer[] = [];
  private last: Buffer | undefined;
  private bytes = 0;
  length = 0;

  /** Adds the next element; undefined for one that is too long. */
  add(element: Buffer | undefined): void {
    this.length++;
    this.bytes += element?.length ?? checked + 1;
    this.last = Buffer.from(element ?? '{}');
    if (this.bytes <= checked || this.length === 1) this.kept.push(this.last);
    else this.kept.length = 1;
  }

  async read(parse: (bytes: Buffer) => Promise<Json>): Promise<Json> {
    const [first, ...rest] = this.kept;
    if (first === undefined) return [];
    const head = await parse(first);
    if (this.length === this.kept.length) return [head, ...(await Promise.all(rest.map(parse)))];
    const list = new Array<Json>(Math.min(this.length, longest)).fill({});
    return [head, ...list.slice(2), await parse(requireValue(this.last, 'last element'))];
  }
}
