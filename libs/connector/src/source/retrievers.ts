import { buildAsyncRetriever } from '../async/build-async-retriever';
import type { Builders, BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { MergingSelector } from '../properties/merging-selector';
import { buildQueryProperties } from '../properties/query-properties';
import { buildResetRules } from '../retriever/pagination-reset';
import { buildPageSizeReduction } from '../retriever/page-size-reduction';
import { readsLazily } from '../retriever/reads-lazily';
import type { Retriever } from '../roles/retriever';
import { SimpleRetriever } from '../retriever/simple-retriever';
import { buildWindowSplitting } from '../retriever/window-splitting';

const buildSimpleRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  const decoder = outer.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const context = outer.with({ decoder });
  const requester = node.requiredChild('requester');
  const properties = buildQueryProperties(requester, context);
  for (const key of ['page_size_reduction', 'request_window_splitting'])
    if (properties && node.has(key)) throw node.error(`${key} cannot be used together with query properties`, key);
  const selector = context.build('recordSelector', node.requiredChild('record_selector'));
  if (properties && selector.extractor?.lists)
    throw node.error('truncated_list_retriever cannot be used together with query properties', 'record_selector');
  return new SimpleRetriever(context, {
    properties,
    requester: context.build('requester', requester),
    paginator: context.build('paginator', node.child('paginator') ?? node.below({ type: 'NoPagination' }, 'paginator')),
    selector: properties ? new MergingSelector(selector, properties.mergeKey) : selector,
    ignoreOptionsOnPages: node.flag('ignore_stream_slicer_parameters_on_paginated_requests'),
    // A page of the whole partition is none of any of its steps.
    lazily: readsLazily(node) && !context.selection?.cursor?.has('step'),
    reset: buildResetRules(node.child('pagination_reset'), context),
    reduction: buildPageSizeReduction(node, context),
    splitting: buildWindowSplitting(node, context),
  });
};

/** Builders of the retrievers. */
export const retrievers = { AsyncRetriever: buildAsyncRetriever, SimpleRetriever: buildSimpleRetriever } satisfies Builders<'retriever'>;
