import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { isLastPage } from './more-flags';
import { parseWholeNumber } from './page-facts';
import type { PaginationStrategy } from '../roles/paging';
import { buildReportedPageSize, buildPageSize } from './page-size';

/** Counts items; a page that is not full is the last one. The page size may be read from the response. */
export const buildOffsetIncrement = (node: ComponentNode, context: BuildContext): PaginationStrategy => {
  const answered = buildReportedPageSize(node, context);
  const declared = answered ? undefined : buildPageSize(node, context)?.(context.scope());
  return {
    initial: node.flag('inject_on_first_request') ? 0 : null,
    pageSize: declared,
    async next(page) {
      const { items, token, document, reducedSize } = page;
      if (items === 0) return null;
      const size = reducedSize ?? (answered ? answered(context.scope({ response: await document() })) : declared);
      if (size && items < size) return await isLastPage(page);
      return (token === null ? 0 : parseWholeNumber(token, 'OffsetIncrement')) + items;
    },
  };
};
