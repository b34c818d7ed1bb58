import type { Json, JsonObject } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import type { ReadablePage, RecordSelector, Selected } from '../component/roles';
import type { PageFacts } from '../pagination/page-facts';
import type { Paginator } from '../pagination/paginator';
import { combineOptions } from '../request/request-options';
import type { Requester } from '../request/requester';
import { LoopGuard } from './loop-guard';
import { PageFetcher, type FetchResult } from './page-fetcher';
import { pageScope } from './page-scope';
import type { Reading, Retriever } from './retriever';

type Page = Extract<FetchResult, { kind: 'page' }>;

/** Fetches the pages of a slice one after the other, each when the one before has been stored and read. */
export class SimpleRetriever implements Retriever {
  constructor(
    private readonly context: BuildContext,
    private readonly parts: { requester: Requester; paginator: Paginator; selector: RecordSelector; ignoreOptionsOnPages: boolean },
  ) {}

  select(page: ReadablePage): AsyncIterable<Selected> {
    return this.parts.selector.select(page);
  }

  async *read(reading: Reading): AsyncGenerator<FetchedPage, void> {
    const { paginator } = this.parts;
    const fetcher = new PageFetcher(this.context, reading.session, this.context.redaction);
    const guard = new LoopGuard();
    let token: Json = reading.from ?? paginator.initial;
    for (;;) {
      if (paginator.pages) guard.token(token);
      reading.at?.(token);
      const result = await this.fetch(fetcher, reading, token);
      if (result.kind === 'ignored') return;
      if (result.kind === 'reset') throw new Error('not reached');
      guard.body(result.page.body.sha256);
      yield result.page;
      token = await this.look(result, { reading, guard, token });
      await result.page.body.dispose();
      if (token === null) return;
    }
  }

  private fetch(fetcher: PageFetcher, reading: Reading, token: Json): Promise<FetchResult> {
    const { requester, paginator, ignoreOptionsOnPages } = this.parts;
    const { slice } = reading;
    const scope = this.context.scope();
    const options = [paginator.options(token, scope)];
    if (token === null || !ignoreOptionsOnPages) options.push(reading.options(slice));
    const draft = requester.draft({ slice, token, path: paginator.path(token), options: combineOptions(options) });
    return fetcher.fetch({ requester, draft, slice, token, conditional: !paginator.readsHeaders });
  }

  /** Reads the records of a stored page and gives the token of the next one. */
  private async look({ page, headers }: Page, at: { reading: Reading; guard: LoopGuard; token: Json }): Promise<Json> {
    const { reading, guard, token } = at;
    const { paginator, selector } = this.parts;
    const scope = pageScope(page, this.context.config, page.body.sha256);
    let items = 0;
    let records = 0;
    let feedIsOver = false;
    let lastRecord: JsonObject | null = null;
    for await (const item of selector.select({ body: page.body, headers: page.headers, scope })) {
      items++;
      if (item.kind !== 'record') continue;
      const wanted = reading.filters === undefined || (reading.wanted?.(item.data, scope.now) ?? true);
      if (!wanted && reading.filters === 'before') continue;
      records++;
      lastRecord = item.data;
      feedIsOver = !wanted;
      if (paginator.pages) guard.record(item.data);
      if (wanted) reading.observe(item.data, reading.slice);
      if (items % 500 === 0) reading.session.signal.throwIfAborted();
    }
    guard.endPage();
    await reading.counted?.(items, page.body);
    if (feedIsOver) return null;
    const document = () => selector.decoder.document(page.body, { headers });
    const facts: PageFacts = { items, records, lastRecord, headers, token, document };
    return paginator.next(facts, this.context.scope());
  }
}

/** Builds a `SimpleRetriever`. */
export const buildSimpleRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  const decoder = outer.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const context = outer.with({ decoder });
  return new SimpleRetriever(context, {
    requester: context.build('requester', node.requiredChild('requester')),
    paginator: context.build('paginator', node.child('paginator') ?? node.below({ type: 'NoPagination' }, 'paginator')),
    selector: context.build('recordSelector', node.requiredChild('record_selector')),
    ignoreOptionsOnPages: node.flag('ignore_stream_slicer_parameters_on_paginated_requests'),
  });
};
