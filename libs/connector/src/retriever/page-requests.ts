import type { BuildContext } from '../build/build-context';
import { PageFetcher } from '../fetch/page-fetcher';
import type { PageSources } from '../page-loop/page-loop';
import type { PageSource } from '../page-loop/paging-part';
import { combineOptions } from '../request/request-options';
import type { Paginator } from '../roles/paging';
import type { Requester } from '../roles/requester';
import type { SliceTask } from '../roles/retriever';

interface RequestParts {
  requester: Requester;
  paginator: Paginator;
  /** Only the request of the first page has the options of cursor and partition router. */
  ignoreOptionsOnPages: boolean;
}

/** Asks for pages with the requester of a retriever. */
export class PageRequests implements PageSources {
  constructor(
    private readonly context: BuildContext,
    private readonly parts: RequestParts,
  ) {}

  open({ session, plan }: SliceTask): PageSource {
    const { context } = this;
    const { requester, paginator, ignoreOptionsOnPages } = this.parts;
    const fetcher = new PageFetcher(context, session, context.redaction);
    return {
      async fetch({ slice, token, size, isOneResponse }) {
        const options = [paginator.options(token, context.scope(), size)];
        if (token === null || !ignoreOptionsOnPages) options.push(plan.options(slice));
        const draft = requester.draft({ slice, token, path: paginator.path(token), options: combineOptions(options) });
        return fetcher.fetch({ requester, draft, slice, token, conditional: isOneResponse && !paginator.readsHeaders });
      },
    };
  }
}
