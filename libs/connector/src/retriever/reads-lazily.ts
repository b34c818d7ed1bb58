import type { ComponentNode } from '../build/component-node';

/** Whether the first pages of a retriever come with the records of a parent stream. A router inside another one or in a list brings none. */
export const readsLazily = (retriever: ComponentNode): boolean =>
  !Array.isArray(retriever.get('partition_router')) &&
  (retriever.child('partition_router')?.children('parent_stream_configs') ?? []).some(
    (parent) => parent.texts('lazy_read_pointer').length > 0,
  );
