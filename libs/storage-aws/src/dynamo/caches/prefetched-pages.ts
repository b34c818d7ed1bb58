import type { PageId } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import { openPageKey } from '../items/runs/page-items';
import { pageName } from './page-name';

/** Pages that are remembered, and for how long what is known of them is taken for granted, ms. */
const most = 1000;
const youngMs = 30_000;

/**
 * Pages that this process is about to apply, as they stood when it learned of them, and which pages of their stream were open then. A
 * commit that relies on outdated pages is refused, and reads them again.
 */
export class PrefetchedPages {
  readonly #pages = new Map<string, { page: PageEntry; until: number }>();
  readonly #open = new Map<string, { places: Set<string>; until: number }>();

  constructor(private readonly now = (): number => performance.now()) {}

  /** Remembers an open page. */
  expect(page: PageEntry, gen: string): void {
    if (this.#pages.size >= most) this.#pages.clear();
    if (page.status === 'open') this.#pages.set(pageName(page, gen), { page, until: this.now() + youngMs });
  }

  /** The page as it was; given once. */
  take(ref: PageId, gen: string): PageEntry | undefined {
    const known = this.#pages.get(pageName(ref, gen));
    this.#pages.delete(pageName(ref, gen));
    return known && known.until > this.now() ? known.page : undefined;
  }

  /** Remembers all places of a generation's stream at which a page is open, or may be. */
  sawOpen(gen: string, places: readonly string[]): void {
    if (this.#open.size >= most) this.#open.clear();
    this.#open.set(gen, { places: new Set(places), until: this.now() + youngMs });
  }

  /**
   * Whether no page before this one is open. Pages are entered in their order, so that of a page that was seen nothing can come in before it;
   * false where that is not known.
   */
  isFirst(ref: PageId, gen: string): boolean {
    const { places, until } = this.#open.get(gen) ?? { places: new Set<string>(), until: 0 };
    const own = openPageKey(ref).sk;
    return until > this.now() && places.has(own) && ![...places].some((place) => place < own);
  }

  /** The page is applied. */
  settled(ref: PageId, gen: string): void {
    this.#open.get(gen)?.places.delete(openPageKey(ref).sk);
  }
}
