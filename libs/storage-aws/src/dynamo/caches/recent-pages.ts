import { addCounts, type PageId } from '@twl/contracts';
import type { Commit, PageEntry } from '@twl/ports';
import { pageName } from './page-name';

/** Pages that are remembered. */
const most = 1000;

/**
 * Pages as this process read them and then left them, by its own commits: work that applied a page reads it once more, and gets it
 * without another request. Anything else that is done to the page here forgets it.
 */
export class RecentPages {
  readonly #seen = new Map<string, { page: PageEntry; isDone: boolean }>();
  readonly #gaps = new Map<string, string>();

  /** A page was read. */
  seen(page: PageEntry, gen: string): void {
    if (this.#seen.size >= most) this.#seen.clear();
    this.#seen.set(pageName(page, gen), { page, isDone: false });
  }

  /** A commit was made here. */
  moved({ page: ref, from, to, done, counts }: Commit, gen: string): void {
    const known = this.#seen.get(pageName(ref, gen))?.page;
    if (known?.status !== 'open' || known.next !== from) return this.forget(ref, gen);
    const page: PageEntry = { ...known, next: to, status: done ? 'applied' : 'open', counts: addCounts(known.counts, counts) };
    this.#seen.set(pageName(ref, gen), { page, isDone: done });
  }

  /** The page as the last commit here left it for good; given once. */
  take(ref: PageId, gen: string): PageEntry | undefined {
    const known = this.#seen.get(pageName(ref, gen));
    if (!known?.isDone) return undefined;
    this.forget(ref, gen);
    return known.page;
  }

  /** The gap before a page was looked for, in the ledger of a generation. */
  lookedForGap(ref: PageId, gen: string): void {
    if (this.#gaps.size >= most) this.#gaps.clear();
    this.#gaps.set(pageName(ref, ''), gen);
  }

  /** Whether what is known of the gap before a page is of another generation: it was replaced meanwhile. Said once. */
  hasOldGap(ref: PageId, gen: string): boolean {
    const known = this.#gaps.get(pageName(ref, '')) ?? gen;
    if (known !== gen) this.#gaps.delete(pageName(ref, ''));
    return known !== gen;
  }

  forget(ref: PageId, gen: string): void {
    this.#seen.delete(pageName(ref, gen));
  }
}
