import type { Builders, BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { buildResetRules } from './pagination-reset';
import type { Retriever } from './retriever';
import { SimpleRetriever } from './simple-retriever';

const buildSimpleRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  const decoder = outer.build('decoder', node.child('decoder') ?? node.below({ type: 'JsonDecoder' }, 'decoder'));
  const context = outer.with({ decoder });
  return new SimpleRetriever(context, {
    requester: context.build('requester', node.requiredChild('requester')),
    paginator: context.build('paginator', node.child('paginator') ?? node.below({ type: 'NoPagination' }, 'paginator')),
    selector: context.build('recordSelector', node.requiredChild('record_selector')),
    ignoreOptionsOnPages: node.flag('ignore_stream_slicer_parameters_on_paginated_requests'),
    reset: buildResetRules(node.child('pagination_reset'), context),
  });
};

/** Builders of the retrievers. */
export const retrievers = { SimpleRetriever: buildSimpleRetriever } satisfies Builders<'retriever'>;
