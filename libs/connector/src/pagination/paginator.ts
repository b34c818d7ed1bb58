import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { buildRequestOption, refuseSameTarget } from '../request/request-options';
import { type OptionInjector, noOptions } from '../roles/request-options';
import { toPythonLiteral } from '../request/python-text';
import { buildCursorPagination } from './cursor-pagination';
import { buildOffsetIncrement } from './offset-increment';
import { buildPageIncrement } from './page-increment';
import type { Paginator } from '../roles/paging';

const buildNoPagination = (): Paginator => ({
  pages: false,
  initial: null,
  pageSize: undefined,
  readsHeaders: false,
  next: async () => null,
  options: noOptions,
  path: () => undefined,
});

const buildDefaultPaginator = (node: ComponentNode, context: BuildContext): Paginator => {
  const strategy = context.build('paginationStrategy', node.requiredChild('pagination_strategy'));
  const sizeOption = optional(node.child('page_size_option'), context);
  const tokenNode = node.child('page_token_option');
  const isPath = tokenNode?.type === 'RequestPath';
  const tokenOption = isPath ? undefined : optional(tokenNode, context);
  refuseSameTarget(node, { page_size_option: sizeOption, page_token_option: tokenOption }, context);
  if (sizeOption && !strategy.pageSize)
    throw node.error('page_size_option needs a page_size in the pagination_strategy', 'page_size_option');
  return {
    pages: true,
    initial: strategy.initial,
    pageSize: strategy.pageSize,
    readsHeaders: strategy.readsHeaders ?? false,
    next: (page, scope) => strategy.next(page, scope),
    options(token, scope, reducedSize) {
      const options = noOptions();
      if (token !== null) tokenOption?.inject(options, token, scope);
      const size = reducedSize ?? strategy.pageSize;
      if (size) sizeOption?.inject(options, size, scope);
      return options;
    },
    path: (token) => (isPath && token !== null && token !== '' ? toPythonLiteral(token) : undefined),
  };
};

const optional = (node: ComponentNode | undefined, context: BuildContext): OptionInjector | undefined =>
  node && buildRequestOption(node, context);

/** Builders of the paginators. */
export const paginators = { DefaultPaginator: buildDefaultPaginator, NoPagination: buildNoPagination } satisfies Builders<'paginator'>;

/** Builders of the pagination strategies. */
export const paginationStrategies = {
  CursorPagination: buildCursorPagination,
  OffsetIncrement: buildOffsetIncrement,
  PageIncrement: buildPageIncrement,
} satisfies Builders<'paginationStrategy'>;
