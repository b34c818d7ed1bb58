import type { Json } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { Paginator } from '../roles/paging';
import type { MissingList } from '../session/missing-list';
import { withLists, type ListPage } from '../extraction/shapes/list-pages';
import { collectPayload } from '../payload/collect-payload';
import { joinPages } from '../properties/page-parts';
import type { QueryProperties } from '../properties/query-properties';
import { combineOptions } from '../request/request-options';
import type { Requester } from '../roles/requester';
import { withSlice, type Slice } from '../roles/slice';
import { ReadFailedError } from '../errors/connector-errors';
import { LoopGuard } from './loop-guard';
import { embeddedPage, withoutEmbedded } from './embedded-page';
import { PageFetcher, type FetchResult } from '../fetch/page-fetcher';
import { PageReader } from './page-reader';
import { pageScope, saysNothing } from '../fetch/page-scope';
import { PageSizeReducer, type ReductionRules } from './page-size-reducer';
import { ResetTracker, type ResetRules } from './pagination-reset';
import type { Reading, Retriever } from '../roles/retriever';
import type { WindowSplitting } from './window-splitting';

/** What a `SimpleRetriever` is made of. */
export interface SimpleParts {
  requester: Requester;
  paginator: Paginator;
  selector: RecordSelector;
  /** Only the first page's request carries what cursor and partition router add. */
  ignoreOptionsOnPages: boolean;
  reset: ResetRules;
  /** First pages come with the records of a parent stream. */
  lazily: boolean;
  /** Set where the properties to ask for are listed. */
  properties: QueryProperties | undefined;
  /** How pages become smaller, where the source may refuse one for its size. */
  reduction: ReductionRules | undefined;
  /** How slices are divided, where the source may refuse one for its length. */
  splitting: WindowSplitting | undefined;
}

type Fetched = Extract<FetchResult, { kind: 'page' }>;

/** A page that has been asked for. */
interface Ahead {
  token: Json;
  /** The page size that it was asked for with, where it is not the declared one. */
  size: number | undefined;
  result: Promise<FetchResult>;
}

/** What a page is asked for with. */
type Asked = { slice: Slice } & Pick<Ahead, 'token' | 'size'>;

/** One slice being walked through. */
interface Walk {
  reading: Reading;
  fetcher: PageFetcher;
  tracker: ResetTracker;
  reducer: PageSizeReducer | undefined;
  guard: LoopGuard;
  slice: Slice;
  /** How often the slice was divided. */
  depth: number;
  /** The first page, where it came with the parent's record. */
  embedded: Json | undefined;
}

/** Fetches the pages of a slice one after the other: each is asked for while the one before is being stored. */
export class SimpleRetriever implements Retriever {
  private readonly reader: PageReader;

  constructor(
    private readonly context: BuildContext,
    private readonly parts: SimpleParts,
  ) {
    this.reader = new PageReader(context, parts.selector);
  }

  select(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    return this.reader.select(page);
  }

  missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.reader.missing(page);
  }

  async *read(reading: Reading): AsyncGenerator<FetchedPage, void> {
    const { initial } = this.parts.paginator;
    const { slice, from = initial } = reading;
    yield* this.walk(this.newWalk(reading, { slice, depth: 0, goesOn: from !== initial }), from);
  }

  private newWalk(reading: Reading, { slice, depth, goesOn }: { slice: Slice; depth: number; goesOn?: boolean }): Walk {
    const { reset, reduction, paginator } = this.parts;
    return {
      reading,
      depth,
      fetcher: new PageFetcher(this.context, reading.session, this.context.redaction),
      tracker: new ResetTracker(reset),
      reducer: reduction && new PageSizeReducer(reduction, paginator.pageSize),
      guard: this.newGuard(goesOn),
      ...withoutEmbedded(slice, this.parts.lazily),
    };
  }

  private async *walk(walk: Walk, from: Json): AsyncGenerator<FetchedPage, void> {
    const { slice, depth, reading } = walk;
    let ahead: Ahead | undefined = this.begin(walk, from);
    while (ahead) {
      // The pages of a half are none of the slice that is remembered: that one begins anew.
      reading.at?.(depth === 0 ? ahead.token : this.parts.paginator.initial);
      const result: FetchResult = await ahead.result;
      if (result.kind === 'ignored') return;
      if (result.kind === 'split') return yield* this.divided(reading, { slice, depth, why: result.message });
      if (result.kind === 'reduce') ahead = await this.smaller(walk, ahead.token, result.message);
      else ahead = result.kind === 'reset' ? this.anew(walk) : yield* this.handOver(walk, result, ahead);
    }
  }

  /** Reads the two halves of a slice that the source finds too long, one after the other, each from its first page. */
  private async *divided(reading: Reading, at: { slice: Slice; depth: number; why: string }): AsyncGenerator<FetchedPage, void> {
    const { splitting, paginator } = this.parts;
    if (!splitting)
      throw new ReadFailedError(`${at.why} (it asks for a shorter stretch, but the retriever has no request_window_splitting)`);
    for (const slice of splitting.halves(at.slice, reading, at))
      yield* this.walk(this.newWalk(reading, { slice, depth: at.depth + 1 }), paginator.initial);
  }

  /** The same page again, with fewer records. */
  private async smaller(walk: Walk, token: Json, why: string): Promise<Ahead> {
    const { reducer, reading } = walk;
    if (!reducer) throw new ReadFailedError(`${why} (it asks for a smaller page, but the retriever has no page_size_reduction)`);
    const waitMs = reducer.reduce(why);
    if (waitMs > 0) await reading.session.wait(waitMs, why);
    return this.ask(walk, token);
  }

  /** Hands a page over, and looks into it meanwhile to ask for the next one; what that brings is told when the page is stored. */
  private async *handOver(walk: Walk, fetched: Fetched, asked: Ahead): AsyncGenerator<FetchedPage, Ahead | undefined> {
    const { body } = fetched.page;
    const { guard } = walk;
    let next: Promise<Ahead | undefined> | undefined;
    try {
      const mayRepeat = guard.wasAsked(fetched.request);
      next = this.lookInto(walk, fetched, asked);
      next.catch(() => {});
      if (mayRepeat) await next.catch(() => {});
      if (!guard.repeats) yield fetched.page;
      const ahead = await next;
      next = undefined;
      return ahead;
    } finally {
      await next?.then((ahead) => ahead?.result).then(discard, () => {});
      await body.dispose();
    }
  }

  /** The page that follows, asked for already; undefined after the last one. */
  private async lookInto(walk: Walk, fetched: Fetched, { token, size }: Ahead): Promise<Ahead | undefined> {
    const { reading, guard, tracker, slice, reducer } = walk;
    const isAddress = this.parts.paginator.path(token) !== undefined;
    const facts = await this.reader.look(fetched, { reading, guard, token, isAddress });
    if (facts.repeats) return undefined;
    tracker.count(facts.records);
    reducer?.succeeded();
    if (tracker.due) return this.anew(walk);
    if (facts.feedIsOver || fetched.isLast) return undefined;
    const next = await this.parts.paginator.next({ ...facts, reducedSize: size }, this.context.scope(withSlice(slice)));
    return next === null ? undefined : this.begin(walk, next);
  }

  /** Begins paging anew, with what is left of the slice. */
  private anew(walk: Walk): Ahead {
    walk.slice = walk.tracker.next(walk.slice, walk.reading);
    walk.guard = this.newGuard();
    return this.begin(walk, this.parts.paginator.initial);
  }

  /** Asks for a page that was not asked for yet. */
  private begin(walk: Walk, token: Json): Ahead {
    walk.guard.next();
    return this.ask(walk, token);
  }

  private ask({ embedded, slice, fetcher, reading, reducer }: Walk, token: Json): Ahead {
    const size = reducer?.size;
    const { clock, redaction } = this.context;
    const isEmbedded = embedded !== undefined && token === this.parts.paginator.initial;
    const result: Promise<FetchResult> = isEmbedded
      ? embeddedPage(embedded, slice, { fetchedAt: clock.iso(), redaction })
      : this.fetch(fetcher, reading, { slice, token, size });
    // Told where it is awaited, after the page before it.
    result.catch(() => {});
    return { token, size, result };
  }

  private newGuard(goesOn?: boolean): LoopGuard {
    return new LoopGuard(this.parts.paginator.pages, this.context.limits.pages, goesOn);
  }

  /** One page; of several answers where the properties are asked for in several requests. */
  private async fetch(fetcher: PageFetcher, reading: Reading, at: Asked): Promise<FetchResult> {
    const chunks = (await this.parts.properties?.chunks(reading.session)) ?? [undefined];
    const pages: Fetched[] = [];
    let isLast = false;
    for (const chunk of chunks) {
      const slice = chunk ? { ...at.slice, extra: { ...at.slice.extra, query_properties: chunk } } : at.slice;
      const alone = chunks.length === 1 && !this.parts.selector.extractor?.lists;
      const result = await this.fetchOne(fetcher, reading, { ...at, slice, alone });
      // An answer that is ignored leaves the others of its page; after the last one there is no next page.
      isLast = result.kind === 'ignored';
      if (result.kind === 'page') pages.push(result);
      else if (!isLast) {
        for (const { page } of pages) await page.body.dispose();
        return result;
      }
    }
    const last = pages.at(-1);
    if (!last) return { kind: 'ignored' };
    const request = pages.map((each) => each.request).join(' ');
    return await this.whole({ ...last, request, isLast, page: await joinPages(pages.map(({ page }) => page)) }, reading);
  }

  /** The page with the lists that the source cut short in it. */
  private async whole(fetched: Fetched, { session }: Reading): Promise<Fetched> {
    const { extractor } = this.parts.selector;
    if (!extractor?.lists || !extractor.cut) return fetched;
    const { page, headers } = fetched;
    const lists: ListPage[] = [];
    let owner = 0;
    try {
      const scope = pageScope(page, this.context.config, page.body.sha256);
      for await (const parent of saysNothing(page.status, page.body) ? [] : extractor.cut({ body: page.body, headers, scope })) {
        for await (const body of extractor.lists.fetch(parent, session)) lists.push({ owner, body: await collectPayload(body.open()) });
        owner++;
      }
      return { ...fetched, page: await withLists(page, lists) };
    } catch (error) {
      for (const { body } of [...lists, page]) await body.dispose();
      throw error;
    }
  }

  private fetchOne(
    fetcher: PageFetcher,
    reading: Reading,
    { slice, token, size, alone }: Asked & { alone: boolean },
  ): Promise<FetchResult> {
    const { requester, paginator, ignoreOptionsOnPages } = this.parts;
    const options = [paginator.options(token, this.context.scope(), size)];
    if (token === null || !ignoreOptionsOnPages) options.push(reading.options(slice));
    const draft = requester.draft({ slice, token, path: paginator.path(token), options: combineOptions(options) });
    return fetcher.fetch({ requester, draft, slice, token, conditional: alone && !paginator.readsHeaders });
  }
}

const discard = async (result: FetchResult | undefined): Promise<void> => {
  if (result?.kind === 'page') await result.page.body.dispose();
};
