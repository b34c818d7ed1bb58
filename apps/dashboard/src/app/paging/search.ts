import { computed, effect, signal, type Signal, untracked } from '@angular/core';
import type { List } from '@twl/contracts';
import type { PagePosition } from './page-position';

/** Whether a page is empty although more pages follow. */
/** A page without results that is not the last one. */
type EmptyPage = List<unknown> & { page: { next: string } };

const isEmptyBeforeEnd = (page: List<unknown> | undefined): page is EmptyPage => page?.items.length === 0 && page.page.next !== null;

/** Moves through a list while its pages are empty, until a result, the end or a stop. */
export class Search {
  private readonly counted = signal(0);
  private readonly isStopped = signal(false);

  /** How many items were searched without a result. */
  readonly scanned = this.counted.asReadonly();
  readonly state: Signal<'none' | 'running' | 'stopped'>;

  constructor(
    private readonly position: PagePosition<string>,
    private readonly page: Signal<List<unknown> | undefined>,
  ) {
    this.state = computed(() => (isEmptyBeforeEnd(page()) ? (this.isStopped() ? 'stopped' : 'running') : 'none'));
    effect(() => {
      position.filters();
      untracked(() => this.restart());
    });
    effect(() => {
      const found = page();
      untracked(() => this.goOn(found));
    });
  }

  stop(): void {
    this.isStopped.set(true);
  }

  resume(): void {
    this.isStopped.set(false);
    const page = this.page();
    if (isEmptyBeforeEnd(page)) this.position.skipTo(page.page.next);
  }

  private restart(): void {
    this.counted.set(0);
    this.isStopped.set(false);
  }

  private goOn(page: List<unknown> | undefined): void {
    if (!isEmptyBeforeEnd(page)) {
      if (page) this.restart();
      return;
    }
    this.counted.update((scanned) => scanned + (page.page.scanned ?? 0));
    if (!this.isStopped()) this.position.skipTo(page.page.next);
  }
}
