import type { BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { wholeNumber, type PaginationStrategy } from './page-facts';
import { buildPageSize } from './page-size';

/** Counts items; a page that is not full is the last one. The page size may be read from the answer. */
export const buildOffsetIncrement = (node: ComponentNode, context: BuildContext): PaginationStrategy => {
  const pageSize = buildPageSize(node, context);
  const readsAnswer = context.interpolator.compile(node.text('page_size') ?? '', node.parameters).reads.has('response');
  const declared = pageSize && (readsAnswer ? undefined : pageSize(context.scope()));
  return {
    initial: node.flag('inject_on_first_request') ? 0 : null,
    pageSize: declared,
    async next({ items, token, document, reducedSize }) {
      if (items === 0) return null;
      const size = reducedSize ?? (readsAnswer ? pageSize!(context.scope({ response: await document() })) : declared);
      if (size && items < size) return null;
      return (token === null ? 0 : wholeNumber(token, 'OffsetIncrement')) + items;
    },
  };
};
