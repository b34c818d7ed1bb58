import type { PageContent } from './page-content';

/** So many pages of a slice are compared whole in any case. */
const wholeAtFirst = 16;

/** Whether the same records came before, and whether on the last page. */
export interface Repetition {
  known: boolean;
  asLast: boolean;
}

/** Remembers the records of the pages of a slice. */
export class PageHistory {
  /** By outline, the digests of the pages that were written out. */
  private readonly digests = new Map<string, Set<string>>();
  private last: { outline: string; content: PageContent } | undefined;

  /**
   * Adds a page with records and returns whether the same records came before. Serialising all records of every page would take as long as
   * parsing them, so it is done for the first pages, where loops begin, and for those similar to an earlier one.
   */
  add(content: PageContent): Repetition {
    const { outline } = content;
    const { last } = this;
    this.last = { outline, content };
    const alike = this.digests.get(outline);
    if (alike === undefined) {
      this.digests.set(outline, new Set(this.digests.size < wholeAtFirst ? [content.digest] : []));
      return { known: false, asLast: false };
    }
    if (last?.outline === outline) alike.add(last.content.digest);
    const known = alike.has(content.digest);
    alike.add(content.digest);
    return { known, asLast: known && last?.outline === outline && last.content.digest === content.digest };
  }
}
