import type { Json } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { FetchResult } from '../fetch/page-fetcher';
import type { Paginator } from '../roles/paging';
import type { SliceTask } from '../roles/retriever';
import { withSlice, type Slice } from '../roles/slice';
import type { Inspection, PageReader } from './page-reader';
import type { PageResult, PageRequest, PageSource, PagingFeature, SliceWalk } from './paging-part';
import { PagingParts } from './paging-parts';

/** Opens the pages of a task. */
export interface PageSources {
  open(task: SliceTask): PageSource;
}

/** The parts of a loop. */
export interface PageLoopParts {
  context: Pick<BuildContext, 'scope'>;
  paginator: Paginator;
  sources: PageSources;
  reader: PageReader;
  /** In the order in which they are called; the first one is the outermost around a request. */
  features: readonly PagingFeature[];
}

/** A page that has been requested. */
interface PendingPage {
  request: PageRequest;
  result: Promise<FetchResult>;
}

/**
 * Reads the pages of a slice one after the other: requests a page, hands it over, and requests the next one while the page is stored.
 * Features of a source are in the parts.
 */
export class PageLoop {
  constructor(private readonly paging: PageLoopParts) {}

  /** The pages of a task's slice. @throws ReadFailedError, ReadDeferredError, ReadStalledError, UnreadablePageError */
  read(task: SliceTask): AsyncGenerator<FetchedPage, void> {
    const { slice, from = this.paging.paginator.initial } = task;
    return new Walk(this.paging, { task, slice, depth: 0, from }).pages();
  }
}

/** One walk through the pages of a slice, or of a part of it. */
class Walk {
  private readonly parts: PagingParts;
  private slice: Slice;

  constructor(
    private readonly paging: PageLoopParts,
    private readonly at: SliceWalk,
  ) {
    this.slice = at.slice;
    this.parts = new PagingParts(paging.features, at, paging.sources.open(at.task));
  }

  async *pages(): AsyncGenerator<FetchedPage, void> {
    const { task, depth, from } = this.at;
    let pending: PendingPage | undefined = this.askNew(from);
    while (pending) {
      // The pages of a half are no place in the whole slice, which would restart.
      task.consumer.beginPage(depth === 0 ? pending.request.token : this.paging.paginator.initial);
      const result: FetchResult = await pending.result;
      if (result.kind === 'ignored') return;
      if (result.kind === 'page') {
        pending = yield* this.handOver(result, pending.request);
        continue;
      }
      const recovery = await this.parts.recover(result);
      if (!recovery) return;
      if (recovery.kind === 'slices') return yield* this.readParts(recovery.slices);
      pending = recovery.kind === 'restart' ? this.restart(recovery.slice) : this.ask(pending.request.token);
    }
  }

  /** Reads parts of the slice in place of the whole, one after the other. */
  private async *readParts(slices: readonly Slice[]): AsyncGenerator<FetchedPage, void> {
    const { task, depth } = this.at;
    const from = this.paging.paginator.initial;
    for (const slice of slices) yield* new Walk(this.paging, { task, slice, depth: depth + 1, from }).pages();
  }

  /** Hands a page over and inspects it meanwhile to request the next one; an error of that is thrown when the page is stored. */
  private async *handOver(fetched: PageResult, request: PageRequest): AsyncGenerator<FetchedPage, PendingPage | undefined> {
    let next: Promise<PendingPage | undefined> | undefined;
    try {
      const watch = this.parts.watch(fetched, request.token);
      next = this.inspectPage(fetched, request, watch);
      next.catch(() => {});
      if (watch?.mayRepeat) await next.catch(() => {});
      if (!watch?.isRepeated) yield fetched.page;
      const pending = await next;
      next = undefined;
      return pending;
    } finally {
      await next?.then((pending) => pending?.result).then(discard, () => {});
      await fetched.page.body.dispose();
    }
  }

  /** Returns the next page, already requested; undefined after the last one. */
  private async inspectPage(fetched: PageResult, request: PageRequest, watch: Inspection['watch']): Promise<PendingPage | undefined> {
    const { context, paginator, reader } = this.paging;
    const { slice, token, size } = request;
    const facts = await reader.inspect(fetched, { task: this.at.task, token, watch });
    if (facts.isRepeated) return undefined;
    const restart = this.parts.endPage(facts);
    if (restart) return this.restart(restart);
    if (facts.feedIsOver || fetched.isLast) return undefined;
    const next = await paginator.next({ ...facts, reducedSize: size }, context.scope(withSlice(slice)));
    return next === null ? undefined : this.askNew(next);
  }

  /** Requests the first page of the rest of the slice. */
  private restart(slice: Slice): PendingPage {
    this.slice = slice;
    this.parts.restart();
    return this.askNew(this.paging.paginator.initial);
  }

  private askNew(token: Json): PendingPage {
    this.parts.countPage();
    return this.ask(token);
  }

  private ask(token: Json): PendingPage {
    const request = this.parts.prepare({ slice: this.slice, token, isOneResponse: true });
    const result = this.parts.source.fetch(request);
    // The error is thrown where the page is awaited, after the page before it.
    result.catch(() => {});
    return { request, result };
  }
}

const discard = async (result: FetchResult | undefined): Promise<void> => {
  if (result?.kind === 'page') await result.page.body.dispose();
};
