import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { actionsOf } from '../error-handling/actions-of';
import { ReadFailedError } from '../errors/connector-errors';
import type { PagingFeature } from '../page-loop/paging-part';
import { stopsAtReducedPage } from '../pagination/short-page-condition';
import type { Paginator } from '../roles/paging';
import { readsLazily } from './reads-lazily';
import { PageSizeReducer, type ReductionRules } from './page-size-reducer';

const key = 'page_size_reduction';

/** Builds the `PageSizeReduction` of a SimpleRetriever. @throws ManifestError where smaller pages would lose or repeat records */
export const buildPageSizeReduction = (retriever: ComponentNode, paginator: Paginator, context: BuildContext): PagingFeature => {
  const node = retriever.child(key);
  const isAsked = actionsOf(retriever.requiredChild('requester')).has('REDUCE_PAGE_SIZE');
  if (isAsked && !node) throw retriever.error(`the action REDUCE_PAGE_SIZE needs ${key} in the retriever`);
  if (!node) return noReduction;
  const rules = rulesOf(node);
  const problem = unfitError(retriever, rules, context);
  if (problem) throw retriever.error(`PageSizeReduction: ${problem}`, key);
  return { begin: ({ task }) => new PageSizeReducer(rules, paginator.pageSize, task.session) };
};

const noReduction: PagingFeature = {
  begin: () => ({
    recover(setback) {
      if (setback.kind !== 'reduce') return undefined;
      throw new ReadFailedError(`${setback.message} (it asks for a smaller page, but the retriever has no ${key})`);
    },
  }),
};

const rulesOf = (node: ComponentNode): ReductionRules => {
  const readNumber = (name: string, otherwise: number, isRight: (value: number) => boolean): number => {
    const value = node.number(name) ?? otherwise;
    if (!isRight(value)) throw node.error(`${name} cannot be ${value}`, name);
    return value;
  };
  return {
    factor: readNumber('reduction_factor', 2, (value) => value > 1),
    minimum: readNumber('minimum_page_size', 1, (value) => value >= 1),
    maxAttempts: readNumber('max_attempts', 5, (value) => value >= 1),
    backoffMs: readNumber('backoff_seconds', 0.5, (value) => value >= 0) * 1000,
    retriesAtMinimum: readNumber('retries_at_minimum_page_size', 0, (value) => value >= 0),
    restores: node.text('reset_policy') === 'AFTER_SUCCESSFUL_PAGE',
    advice: (node.text('failure_message') ?? '').trim(),
  };
};

/** Why the pages of a retriever cannot be made smaller. */
const unfitError = (retriever: ComponentNode, { minimum }: ReductionRules, context: BuildContext): string | undefined => {
  const paginator = retriever.child('paginator');
  const strategy = paginator?.type === 'DefaultPaginator' ? paginator.child('pagination_strategy') : undefined;
  if (readsLazily(retriever)) return 'a lazy_read_pointer cannot be used with it (remove one of the two)';
  if (!paginator || !strategy) return 'it needs a DefaultPaginator';
  if (!paginator.has('page_size_option')) return 'it needs page_size_option in the paginator';
  if (paginator.child('page_token_option')?.type === 'RequestPath')
    return 'a page_token_option of type RequestPath brings its own page size (use a RequestOption)';
  if (strategy.type === 'PageIncrement') return 'PageIncrement would skip records (use OffsetIncrement or CursorPagination)';
  return strategy.type === 'CustomPaginationStrategy' ? undefined : unfitStrategy(strategy, minimum, context);
};

const unfitStrategy = (strategy: ComponentNode, minimum: number, context: BuildContext): string | undefined => {
  if (!strategy.has('page_size')) return 'it needs page_size in the pagination_strategy';
  const size = Number(context.interpolator.compile(strategy.required('page_size'), strategy.parameters).text(context.scope()));
  if (Number.isInteger(size) && size <= minimum) return `a page_size of ${size} cannot be reduced to less than ${minimum}`;
  const condition = strategy.type === 'CursorPagination' ? strategy.text('stop_condition') : undefined;
  if (condition !== undefined && stopsAtReducedPage(condition, minimum))
    return 'the stop_condition takes a smaller page for the last one (compare last_page_size with page_size)';
  return undefined;
};
