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

/** Fetches the pages of a slice one after the other, each when the one before has been stored and read. */
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
    const { paginator } = this.parts;
    const fetcher = new PageFetcher(this.context, reading.session, this.context.redaction);
    const tracker = new ResetTracker(this.parts.reset);
    let guard = new LoopGuard(paginator.pages, this.context.limits.pages);
    const { slice: whole, embedded } = withoutEmbedded(reading.slice);
    let slice = whole;
    let token: Json = reading.from ?? paginator.initial;
    for (;;) {
      guard.token(token);
      reading.at?.(token);
      const inParent = embedded !== undefined && token === paginator.initial;
      const result = inParent
        ? await embeddedPage(embedded, slice, { fetchedAt: this.context.clock.iso(), redaction: this.context.redaction })
        : await this.fetch(fetcher, reading, { slice, token });
      if (result.kind === 'ignored') return;
      if (result.kind === 'page') {
        try {
          guard.body(result.page.body.sha256);
          yield result.page;
          const facts = await this.reader.look(result, { reading, guard, token });
          tracker.count(facts.records);
          token = tracker.due || facts.feedIsOver ? null : await paginator.next(facts, this.context.scope(withSlice(slice)));
        } finally {
          await result.page.body.dispose();
        }
        if (!tracker.due && token === null) return;
      }
      if (result.kind === 'reset' || tracker.due) {
        slice = tracker.next(slice, reading);
        token = paginator.initial;
        guard = new LoopGuard(paginator.pages, this.context.limits.pages);
      }
    }
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
