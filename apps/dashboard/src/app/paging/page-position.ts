import { Location } from '@angular/common';
import { computed, inject, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, type ParamMap, Router } from '@angular/router';

/** The cursors of the previous pages, oldest first; null is the first page. */
type Trail = (string | null)[];

/** The filters and the cursor of a list in the address bar: the only state of a list page. */
export class PagePosition<K extends string> {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly location = inject(Location);
  private readonly map = toSignal(this.route.queryParamMap, { requireSync: true });

  constructor(private readonly names: readonly K[]) {}

  readonly filters: Signal<Partial<Record<K, string>>> = computed(() => valuesOf(this.map(), this.names), { equal: sameValues });
  readonly cursor: Signal<string | undefined> = computed(() => this.map().get('cursor') ?? undefined);
  readonly isFiltered = computed(() => Object.keys(this.filters()).length > 0);
  /** The previous cursors; empty for a link into the middle of a list. */
  readonly trail: Signal<Trail> = computed(() => (this.map().has('cursor') ? trailIn(this.location.getState()) : []));

  /** Changes filters and returns to the first page. `quiet` replaces the history entry while a person types. */
  filter(change: Partial<Record<K, string | undefined>>, quiet = false): void {
    const queryParams = { ...this.filters(), ...change, cursor: undefined };
    void this.router.navigate([], { relativeTo: this.route, queryParams: withoutEmpty(queryParams), replaceUrl: quiet });
  }

  clear(): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: {} });
  }

  next(cursor: string): void {
    this.go(cursor, [...this.trail(), this.cursor() ?? null]);
  }

  previous(): void {
    this.go(this.trail().at(-1) ?? null, this.trail().slice(0, -1));
  }

  first(): void {
    this.go(null, []);
  }

  /** Replaces this empty page by another one in the history. */
  skipTo(cursor: string): void {
    this.go(cursor, this.trail(), true);
  }

  private go(cursor: string | null, trail: Trail, replaceUrl = false): void {
    const queryParams = withoutEmpty({ ...this.filters(), cursor: cursor ?? undefined });
    void this.router.navigate([], { relativeTo: this.route, queryParams, state: { trail }, replaceUrl });
  }
}

const valuesOf = <K extends string>(map: ParamMap, names: readonly K[]): Partial<Record<K, string>> =>
  withoutEmpty(Object.fromEntries(names.map((name) => [name, map.get(name) ?? undefined]))) as Partial<Record<K, string>>;

const withoutEmpty = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));

const sameValues = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

const trailIn = (state: unknown): Trail => {
  const trail = typeof state === 'object' && state !== null && 'trail' in state ? state.trail : undefined;
  return Array.isArray(trail) ? (trail as Trail) : [];
};
