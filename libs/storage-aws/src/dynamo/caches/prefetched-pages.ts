import type { PageId } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import { openPageKey } from '../items/runs/page-items';
import { pageName } from './page-name';

/** The most pages in the cache, and how long an entry is trusted, ms. */
const maxPages = 1000;
const trustMs = 30_000;

/**
 * Pages that this process is about to apply, as they were when it read them, and which pages of their stream were open then. A commit that
 * relies on an outdated page is refused, and reads the page again.
 */
export class PrefetchedPages {
  readonly #pages = new Map<string, { page: PageEntry; until: number }>();
  readonly #open = new Map<string, { positions: Set<string>; until: number }>();

  constructor(private readonly now = (): number => performance.now()) {}

  /** Caches an open page. */
  add(page: PageEntry, gen: string): void {
    if (this.#pages.size >= maxPages) this.#pages.clear();
    if (page.status === 'open') this.#pages.set(pageName(page, gen), { page, until: this.now() + trustMs });
  }

  /** Returns the page as it was; an entry is returned once. */
  take(ref: PageId, gen: string): PageEntry | undefined {
    const known = this.#pages.get(pageName(ref, gen));
    this.#pages.delete(pageName(ref, gen));
    return known && known.until > this.now() ? known.page : undefined;
  }

  /** Caches all positions at which a page of a generation's stream is open, or may be. */
  addOpenPositions(gen: string, positions: readonly string[]): void {
    if (this.#open.size >= maxPages) this.#open.clear();
    this.#open.set(gen, { positions: new Set(positions), until: this.now() + trustMs });
  }

  /**
   * Returns true if no page before this one is open, false if that is not known. Pages are entered in order, so no page can appear before
   * one that was read.
   */
  isFirst(ref: PageId, gen: string): boolean {
    const { positions, until } = this.#open.get(gen) ?? { positions: new Set<string>(), until: 0 };
    const own = openPageKey(ref).sk;
    return until > this.now() && positions.has(own) && ![...positions].some((position) => position < own);
  }

  /** Notes that the page is applied. */
  remove(ref: PageId, gen: string): void {
    this.#open.get(gen)?.positions.delete(openPageKey(ref).sk);
  }
}
