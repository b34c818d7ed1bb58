import { addCounts, type PageId } from '@twl/contracts';
import type { Commit, PageEntry } from '@twl/ports';
import { pageName } from './page-name';

/** The most pages in the cache. */
const maxPages = 1000;

/**
 * Pages as this process last read or wrote them. Work that applied a page reads it once more, and gets it without a request. Any other
 * change of the page in this process removes the entry.
 */
export class RecentPages {
  readonly #seen = new Map<string, { page: PageEntry; isDone: boolean }>();
  readonly #gaps = new Map<string, string>();

  /** Notes a page that was read. */
  addRead(page: PageEntry, gen: string): void {
    if (this.#seen.size >= maxPages) this.#seen.clear();
    this.#seen.set(pageName(page, gen), { page, isDone: false });
  }

  /** Notes a commit of this process. */
  addCommit({ page: ref, from, to, done, counts }: Commit, gen: string): void {
    const known = this.#seen.get(pageName(ref, gen))?.page;
    if (known?.status !== 'open' || known.next !== from) return this.forget(ref, gen);
    const page: PageEntry = { ...known, next: to, status: done ? 'applied' : 'open', counts: addCounts(known.counts, counts) };
    this.#seen.set(pageName(ref, gen), { page, isDone: done });
  }

  /** Returns the page as the last commit of this process completed it; an entry is returned once. */
  take(ref: PageId, gen: string): PageEntry | undefined {
    const known = this.#seen.get(pageName(ref, gen));
    if (!known?.isDone) return undefined;
    this.forget(ref, gen);
    return known.page;
  }

  /** Notes that the gap before a page was searched, in the ledger of a generation. */
  addGapSearch(ref: PageId, gen: string): void {
    if (this.#gaps.size >= maxPages) this.#gaps.clear();
    this.#gaps.set(pageName(ref, ''), gen);
  }

  /** Returns true, once, if the gap before a page was searched in another generation, which was replaced since. */
  hasOldGap(ref: PageId, gen: string): boolean {
    const known = this.#gaps.get(pageName(ref, '')) ?? gen;
    if (known !== gen) this.#gaps.delete(pageName(ref, ''));
    return known !== gen;
  }

  forget(ref: PageId, gen: string): void {
    this.#seen.delete(pageName(ref, gen));
  }
}
