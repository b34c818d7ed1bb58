import type { Json } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../component/build-context';
import type { ReadablePage, RecordSelector, Selected } from '../component/roles';
import type { Paginator } from '../pagination/paginator';
import { joinPages } from '../properties/page-parts';
import type { QueryProperties } from '../properties/query-properties';
import { combineOptions } from '../request/request-options';
import type { Requester } from '../request/requester';
import { withSlice, type Slice } from '../stream/slice';
import { LoopGuard } from './loop-guard';
import { embeddedPage, withoutEmbedded } from './embedded-page';
import { PageFetcher, type FetchResult } from './page-fetcher';
import { PageReader } from './page-reader';
import { ResetTracker, type ResetRules } from './pagination-reset';
import type { Reading, Retriever } from './retriever';

/** What a `SimpleRetriever` is made of. */
export interface SimpleParts {
  requester: Requester;
  paginator: Paginator;
  selector: RecordSelector;
  /** Only the first page's request carries what cursor and partition router add. */
  ignoreOptionsOnPages: boolean;
  reset: ResetRules;
  /** Set where the properties to ask for are listed. */
  properties: QueryProperties | undefined;
}

type Fetched = Extract<FetchResult, { kind: 'page' }>;

/** A page that has been asked for. */
interface Ahead {
  token: Json;
  result: Promise<FetchResult>;
}

/** One slice being walked through. */
interface Walk {
  reading: Reading;
  fetcher: PageFetcher;
  tracker: ResetTracker;
  guard: LoopGuard;
  slice: Slice;
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
    return this.parts.selector.select(page);
  }

  async *read(reading: Reading): AsyncGenerator<FetchedPage, void> {
    const walk: Walk = {
      reading,
      fetcher: new PageFetcher(this.context, reading.session, this.context.redaction),
      tracker: new ResetTracker(this.parts.reset),
      guard: this.newGuard(),
      ...withoutEmbedded(reading.slice),
    };
    let ahead: Ahead | undefined = this.ask(walk, reading.from ?? this.parts.paginator.initial);
    while (ahead) {
      reading.at?.(ahead.token);
      const result: FetchResult = await ahead.result;
      if (result.kind === 'ignored') return;
      ahead = result.kind === 'reset' ? this.anew(walk) : yield* this.handOver(walk, result, ahead.token);
    }
  }

  /** Hands a page over, and looks into it meanwhile to ask for the next one; what that brings is told when the page is stored. */
  private async *handOver(walk: Walk, fetched: Fetched, token: Json): AsyncGenerator<FetchedPage, Ahead | undefined> {
    const { body } = fetched.page;
    let next: Promise<Ahead | undefined> | undefined;
    try {
      walk.guard.body(body.sha256);
      next = this.lookInto(walk, fetched, token);
      next.catch(() => {});
      yield fetched.page;
      const ahead = await next;
      next = undefined;
      return ahead;
    } finally {
      await next?.then((ahead) => ahead?.result).then(discard, () => {});
      await body.dispose();
    }
  }

  /** The page that follows, asked for already; undefined after the last one. */
  private async lookInto(walk: Walk, fetched: Fetched, token: Json): Promise<Ahead | undefined> {
    const { reading, guard, tracker, slice } = walk;
    const facts = await this.reader.look(fetched, { reading, guard, token });
    tracker.count(facts.records);
    if (tracker.due) return this.anew(walk);
    const next = facts.feedIsOver ? null : await this.parts.paginator.next(facts, this.context.scope(withSlice(slice)));
    return next === null ? undefined : this.ask(walk, next);
  }

  /** Begins paging anew, with what is left of the slice. */
  private anew(walk: Walk): Ahead {
    walk.slice = walk.tracker.next(walk.slice, walk.reading);
    walk.guard = this.newGuard();
    return this.ask(walk, this.parts.paginator.initial);
  }

  private ask({ guard, embedded, slice, fetcher, reading }: Walk, token: Json): Ahead {
    guard.token(token);
    const { clock, redaction } = this.context;
    const isEmbedded = embedded !== undefined && token === this.parts.paginator.initial;
    const result: Promise<FetchResult> = isEmbedded
      ? embeddedPage(embedded, slice, { fetchedAt: clock.iso(), redaction })
      : this.fetch(fetcher, reading, { slice, token });
    // Told where it is awaited, after the page before it.
    result.catch(() => {});
    return { token, result };
  }

  private newGuard(): LoopGuard {
    return new LoopGuard(this.parts.paginator.pages, this.context.limits.pages);
  }

  /** One page; of several answers where the properties are asked for in several requests. */
  private async fetch(fetcher: PageFetcher, reading: Reading, at: { slice: Slice; token: Json }): Promise<FetchResult> {
    const chunks = (await this.parts.properties?.chunks(reading.session)) ?? [undefined];
    const pages: Extract<FetchResult, { kind: 'page' }>[] = [];
    for (const chunk of chunks) {
      const slice = chunk ? { ...at.slice, extra: { ...at.slice.extra, query_properties: chunk } } : at.slice;
      const result = await this.fetchOne(fetcher, reading, { slice, token: at.token, alone: chunks.length === 1 });
      if (result.kind !== 'page') return result;
      pages.push(result);
    }
    return { ...pages.at(-1)!, page: await joinPages(pages.map(({ page }) => page)) };
  }

  private fetchOne(
    fetcher: PageFetcher,
    reading: Reading,
    { slice, token, alone }: { slice: Slice; token: Json; alone: boolean },
  ): Promise<FetchResult> {
    const { requester, paginator, ignoreOptionsOnPages } = this.parts;
    const options = [paginator.options(token, this.context.scope())];
    if (token === null || !ignoreOptionsOnPages) options.push(reading.options(slice));
    const draft = requester.draft({ slice, token, path: paginator.path(token), options: combineOptions(options) });
    return fetcher.fetch({ requester, draft, slice, token, conditional: alone && !paginator.readsHeaders });
  }
}

const discard = async (result: FetchResult | undefined): Promise<void> => {
  if (result?.kind === 'page') await result.page.body.dispose();
};
