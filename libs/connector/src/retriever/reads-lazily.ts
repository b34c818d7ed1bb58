import type { ComponentNode } from '../build/component-node';

/**
 * Returns true if the first pages of a retriever are in the records of a parent stream. A router inside another one or in a list has none.
 */
export const readsLazily = (retriever: ComponentNode): boolean =>
  !Array.isArray(retriever.get('partition_router')) &&
  (retriever.child('partition_router')?.children('parent_stream_configs') ?? []).some(
    (parent) => parent.texts('lazy_read_pointer').length > 0,
  );
