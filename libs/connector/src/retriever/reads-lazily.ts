import type { ComponentNode } from '../component/component-node';

/** Whether the first pages of a retriever come with the records of a parent stream. */
export const readsLazily = (retriever: ComponentNode): boolean =>
  retriever
    .children('partition_router')
    .some((router) => router.children('parent_stream_configs').some((parent) => parent.has('lazy_read_pointer')));
