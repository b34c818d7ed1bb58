import type { Json } from '@twl/contracts';
import { ReadStalledError } from '../component/connector-errors';
import { writeSortedJson } from '../document/write-sorted-json';
import { smallPage } from './found-records';
import { PageContent } from './page-content';

/** So many pages of a slice are compared whole in any case. */
const wholeAtFirst = 16;

/** Notices that paging leads in a circle: no page token twice, no page content twice, no page of the same records twice. */
export class LoopGuard {
  private readonly tokens = new Set<string>();
  private readonly bodies = new Set<string>();
  /** By outline, the digests of the pages that were written out. */
  private readonly contents = new Map<string, Set<string>>();
  private last: { outline: string; content: PageContent } | undefined;
  private pages = 0;

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

  /** What takes the records of a page of so many bytes; undefined where no other page follows. */
  page(bytes: number): PageContent | undefined {
    return this.pagesFollow ? new PageContent(bytes <= smallPage) : undefined;
  }

  /**
   * Ends a page. To write all records of every page out would take as long as parsing them, so it is done for the first pages, where circles
   * begin, and for those that look like an earlier one.
   * @throws ReadStalledError
   */
  endPage(content: PageContent): void {
    if (content.isEmpty) return;
    const { outline } = content;
    const { last } = this;
    this.last = { outline, content };
    const alike = this.contents.get(outline);
    if (alike === undefined) {
      this.contents.set(outline, new Set(this.contents.size < wholeAtFirst ? [content.digest] : []));
      return;
    }
    if (last?.outline === outline) alike.add(last.content.digest);
    if (alike.has(content.digest)) throw new ReadStalledError('a page with the same records came a second time');
    alike.add(content.digest);
  }
}
