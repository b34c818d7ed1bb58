import type { BuildContext } from '../build/build-context';
import { withLists, type ListPage } from '../extraction/shapes/list-pages';
import { hasNoContent, createPageScope } from '../fetch/page-scope';
import type { PageResult, PagingFeature, PagingPart, SliceWalk } from '../page-loop/paging-part';
import { collectPayload } from '../payload/collect-payload';
import type { Extractor } from '../roles/roles';
import type { ReadSession } from '../session/read-session';

/** An extractor that finds the items whose lists the source truncated. */
type TruncationFinder = Extractor & Required<Pick<Extractor, 'nestedLists' | 'truncatedParents'>>;

const findsTruncation = (extractor: Extractor | undefined): extractor is TruncationFinder =>
  extractor?.nestedLists !== undefined && extractor.truncatedParents !== undefined;

/** Fetches the nested lists of a page that the source truncated, and keeps them with the page. */
export class NestedListPages implements PagingFeature {
  constructor(
    private readonly context: BuildContext,
    private readonly extractor: Extractor | undefined,
  ) {}

  begin({ task }: SliceWalk): PagingPart | undefined {
    const { extractor } = this;
    if (!findsTruncation(extractor)) return undefined;
    return {
      wrap: (source) => ({
        fetch: async (request) => {
          const result = await source.fetch({ ...request, isOneResponse: false });
          return result.kind === 'page' ? this.withNestedLists(result, extractor, task.session) : result;
        },
      }),
    };
  }

  private async withNestedLists(fetched: PageResult, extractor: TruncationFinder, session: ReadSession): Promise<PageResult> {
    const { page, headers } = fetched;
    const lists: ListPage[] = [];
    let owner = 0;
    try {
      const scope = createPageScope(page, this.context.config, page.body.sha256);
      const parents = hasNoContent(page.status, page.body) ? [] : extractor.truncatedParents({ body: page.body, headers, scope });
      for await (const parent of parents) {
        for await (const body of extractor.nestedLists.fetch(parent, session))
          lists.push({ owner, body: await collectPayload(body.open()) });
        owner++;
      }
      return { ...fetched, page: await withLists(page, lists) };
    } catch (error) {
      for (const { body } of [...lists, page]) await body.dispose();
      throw error;
    }
  }
}
