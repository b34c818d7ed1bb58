import { buildAsyncRetriever } from '../async/build-async-retriever';
import type { Builders, BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { MergingSelector } from '../properties/merging-selector';
import { buildQueryProperties } from '../properties/query-properties';
import { buildResetRules } from './pagination-reset';
import type { Retriever } from './retriever';
import { SimpleRetriever } from './simple-retriever';

/** What the language has that this engine does not, each with what to do instead. */
const refused = {
  page_size_reduction: 'PageSizeReduction is not supported (set a page_size that the source always takes)',
  request_window_splitting: 'RequestWindowSplitting is not supported (set a smaller step in incremental_sync)',
};

const buildSimpleRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  for (const [key, why] of Object.entries(refused)) if (node.has(key)) throw node.error(why, key);
  const decoder = outer.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const context = outer.with({ decoder });
  const requester = node.requiredChild('requester');
  const properties = buildQueryProperties(requester, context);
  const selector = context.build('recordSelector', node.requiredChild('record_selector'));
  return new SimpleRetriever(context, {
    properties,
    requester: context.build('requester', requester),
    paginator: context.build('paginator', node.child('paginator') ?? node.below({ type: 'NoPagination' }, 'paginator')),
    selector: properties ? new MergingSelector(selector, properties.mergeKey) : selector,
    ignoreOptionsOnPages: node.flag('ignore_stream_slicer_parameters_on_paginated_requests'),
    reset: buildResetRules(node.child('pagination_reset'), context),
  });
};

/** Builders of the retrievers. */
export const retrievers = { AsyncRetriever: buildAsyncRetriever, SimpleRetriever: buildSimpleRetriever } satisfies Builders<'retriever'>;
