import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { LoopGuarding } from '../page-loop/loop-guarding';
import { PageLoop } from '../page-loop/page-loop';
import { PageReader } from '../page-loop/page-reader';
import type { PagingFeature } from '../page-loop/paging-part';
import { MergingSelector } from '../properties/merging-selector';
import { buildQueryProperties, type QueryProperties } from '../properties/query-properties';
import type { Paginator } from '../roles/paging';
import type { Retriever } from '../roles/retriever';
import type { RecordSelector } from '../roles/roles';
import { EmbeddedFirstPage } from './embedded-first-page';
import { NestedListPages } from './nested-list-pages';
import { PageRequests } from './page-requests';
import { buildPageSizeReduction } from './page-size-reduction';
import { buildPaginationReset } from './pagination-reset';
import { PropertyChunks } from './property-chunks';
import { readsLazily } from './reads-lazily';
import { SimpleRetriever } from './simple-retriever';
import { buildWindowSplitting } from './window-splitting';

interface SimpleParts {
  paginator: Paginator;
  selector: RecordSelector;
  /** Set if the properties of a request are listed. */
  properties: QueryProperties | undefined;
}

/** Builds a `SimpleRetriever`. @throws ManifestError */
export const buildSimpleRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  const decoder = outer.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const context = outer.with({ decoder });
  const requesterNode = node.requiredChild('requester');
  const properties = buildQueryProperties(requesterNode, context);
  for (const key of ['page_size_reduction', 'request_window_splitting'])
    if (properties && node.has(key)) throw node.error(`${key} cannot be used together with query properties`, key);
  const plain = context.build('recordSelector', node.requiredChild('record_selector'));
  if (properties && plain.extractor?.nestedLists)
    throw node.error('truncated_list_retriever cannot be used together with query properties', 'record_selector');
  const selector = properties ? new MergingSelector(plain, properties.mergeKey) : plain;
  const requester = context.build('requester', requesterNode);
  const paginator = context.build('paginator', node.child('paginator') ?? node.below({ type: 'NoPagination' }, 'paginator'));
  const reader = new PageReader(context, selector);
  const ignoreOptionsOnPages = node.flag('ignore_stream_slicer_parameters_on_paginated_requests');
  const sources = new PageRequests(context, { requester, paginator, ignoreOptionsOnPages });
  const features = buildFeatures(node, { paginator, selector, properties }, context);
  return new SimpleRetriever(new PageLoop({ context, paginator, reader, sources, features }), reader);
};

/** Builds the paging features of a retriever. */
const buildFeatures = (node: ComponentNode, { paginator, selector, properties }: SimpleParts, context: BuildContext): PagingFeature[] => {
  // A page of the whole partition does not belong to any of its steps.
  const isLazy = readsLazily(node) && !context.selection?.cursor?.has('step');
  return [
    new LoopGuarding(paginator, context.limits.pages),
    buildPaginationReset(node.child('pagination_reset')),
    buildPageSizeReduction(node, paginator, context),
    buildWindowSplitting(node, context),
    new EmbeddedFirstPage(context, paginator, isLazy),
    new NestedListPages(context, selector.extractor),
    ...(properties ? [new PropertyChunks(properties)] : []),
  ];
};
