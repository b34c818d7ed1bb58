import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { isLastPage } from './more-flags';
import { parseWholeNumber } from './page-facts';
import type { PaginationStrategy } from '../roles/paging';
import { buildPageSize } from './page-size';

/** Counts pages; a page that is not full is the last one. */
export const buildPageIncrement = (node: ComponentNode, context: BuildContext): PaginationStrategy => {
  const pageSize = buildPageSize(node, context)?.(context.scope());
  const start = node.number('start_from_page') ?? 0;
  return {
    initial: node.flag('inject_on_first_request') ? start : null,
    pageSize,
    async next(page) {
      const { items, token } = page;
      if (items === 0) return null;
      if (pageSize && items < pageSize) return await isLastPage(page);
      return (token === null ? start : parseWholeNumber(token, 'PageIncrement')) + 1;
    },
  };
};
