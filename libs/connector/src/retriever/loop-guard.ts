import { createHash, type Hash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { ReadStalledError } from '../component/connector-errors';
import { writeJson, writeSortedJson } from '../document/write-json';

/** Notices that paging leads in a circle: no page token twice, no page content twice, no page of the same records twice. */
export class LoopGuard {
  private readonly tokens = new Set<string>();
  private readonly bodies = new Set<string>();
  private readonly contents = new Set<string>();
  private pages = 0;
  private hash: Hash | undefined;

  /** Without paging there is nothing to guard. `maxPages` may follow one another. */
  constructor(
    private readonly pagesFollow: boolean,
    private readonly maxPages: number,
  ) {}

  /** @throws ReadStalledError */
  token(token: Json): void {
    if (++this.pages > this.maxPages)
      throw new ReadStalledError(
        `more than ${this.maxPages} pages came one after the other (raise limits.pages in source.yaml if that is right)`,
      );
    const text = writeSortedJson(token);
    if (this.tokens.has(text)) throw new ReadStalledError(`the page token ${text.slice(0, 200)} came a second time`);
    this.tokens.add(text);
  }

  /** @throws ReadStalledError */
  body(sha256: string): void {
    if (this.bodies.has(sha256)) throw new ReadStalledError('a page with the same content came a second time');
    this.bodies.add(sha256);
  }

  /** Takes the next records of a page. Their keys are not sorted: a page that comes again has them in the same order. */
  records(records: readonly JsonObject[]): void {
    if (!this.pagesFollow || records.length === 0) return;
    this.hash ??= createHash('sha1');
    this.hash.update(textOf(records));
  }

  /** Ends a page. @throws ReadStalledError */
  endPage(): void {
    const digest = this.hash?.digest('base64');
    this.hash = undefined;
    if (digest === undefined) return;
    if (this.contents.has(digest)) throw new ReadStalledError('a page with the same records came a second time');
    this.contents.add(digest);
  }
}

/** A function for each value makes writing several times as slow, and few records have an integer that needs it. */
const textOf = (records: readonly JsonObject[]): string => {
  try {
    return JSON.stringify(records);
  } catch {
    return writeJson(records as JsonObject[]);
  }
};
