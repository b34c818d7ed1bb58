import type { Json } from '@twl/contracts';
import type { PageFacts } from '../roles/paging';
import type { Slice } from '../roles/slice';
import type { PageWatch } from './page-watch';
import type { PageResult, PageRequest, PageSource, PagingFeature, PagingPart, Recovery, Setback, SliceWalk } from './paging-part';

/** The parts of one walk as one. */
export class PagingParts {
  private readonly parts: readonly PagingPart[];
  /** The source of pages behind all parts that wrap it; the first part is the outermost. */
  readonly source: PageSource;

  constructor(features: readonly PagingFeature[], walk: SliceWalk, source: PageSource) {
    this.parts = features.flatMap((feature) => feature.begin(walk) ?? []);
    this.source = this.parts.reduceRight((inner, part) => part.wrap?.(inner) ?? inner, source);
  }

  countPage(): void {
    for (const part of this.parts) part.countPage?.();
  }

  prepare(request: PageRequest): PageRequest {
    return this.parts.reduce((current, part) => part.prepare?.(current) ?? current, request);
  }

  watch(page: PageResult, token: Json): PageWatch | undefined {
    return firstOf(this.parts, (part) => part.watch?.(page, token));
  }

  /** Returns how to continue after a setback; undefined if the slice ends with it. */
  async recover(setback: Setback): Promise<Recovery | undefined> {
    return firstOf(this.parts, (part) => part.recover?.(setback));
  }

  /** Passes the page to every part and returns the slice to restart with. */
  endPage(facts: PageFacts): Slice | undefined {
    let restart: Slice | undefined;
    for (const part of this.parts) restart = part.endPage?.(facts) ?? restart;
    return restart;
  }

  restart(): void {
    for (const part of this.parts) part.restart?.();
  }
}

const firstOf = <T>(parts: readonly PagingPart[], ask: (part: PagingPart) => T | undefined): T | undefined => {
  for (const part of parts) {
    const response = ask(part);
    if (response !== undefined) return response;
  }
  return undefined;
};
