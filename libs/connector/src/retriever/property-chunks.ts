import type { FetchResult } from '../fetch/page-fetcher';
import type { PageResult, PageRequest, PageSource, PagingFeature, PagingPart, SliceWalk } from '../page-loop/paging-part';
import { joinPages } from '../properties/page-parts';
import type { QueryProperties } from '../properties/query-properties';
import type { ReadSession } from '../session/read-session';

/** Combines several responses into one page if the properties of a stream need several requests. */
export class PropertyChunks implements PagingFeature {
  constructor(private readonly properties: QueryProperties) {}

  begin({ task }: SliceWalk): PagingPart {
    return { wrap: (source) => ({ fetch: (request) => this.fetch(request, source, task.session) }) };
  }

  private async fetch(request: PageRequest, source: PageSource, session: ReadSession): Promise<FetchResult> {
    const chunks = await this.properties.chunks(session);
    const pages: PageResult[] = [];
    let isLast = false;
    for (const query_properties of chunks) {
      const slice = { ...request.slice, extra: { ...request.slice.extra, query_properties } };
      const result = await source.fetch({ ...request, slice, isOneResponse: request.isOneResponse && chunks.length === 1 });
      // A response that is ignored leaves the others of its page; after the last one there is no next page.
      isLast = result.kind === 'ignored';
      if (result.kind === 'page') pages.push(result);
      else if (!isLast) {
        for (const { page } of pages) await page.body.dispose();
        return result;
      }
    }
    return joined(pages, isLast);
  }
}

const joined = async (pages: readonly PageResult[], isLast: boolean): Promise<FetchResult> => {
  const last = pages.at(-1);
  if (!last) return { kind: 'ignored' };
  const request = pages.map((each) => each.request).join(' ');
  return { ...last, request, isLast, page: await joinPages(pages.map(({ page }) => page)) };
};
