import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { NestedListRetriever } from './nested-list-retriever';
import { isGlob } from '../paths/glob';

const key = 'truncated_list_retriever';

/** Builds the `truncated_list_retriever` of a RecordExpander. @throws ManifestError */
export const buildNestedLists = (expander: ComponentNode, context: BuildContext): NestedListRetriever | undefined => {
  const node = expander.child(key);
  if (!node) return undefined;
  if (!expander.has('truncation_indicator_path')) throw expander.error(`${key} needs truncation_indicator_path`, key);
  for (const name of ['truncation_indicator_path', 'expand_records_from_field'])
    if (expander.texts(name).some(isGlob)) throw expander.error(`${name} must lead to one field, so that ${key} can be used`, name);
  for (const name of ['partition_router', 'pagination_reset'])
    if (node.has(name)) throw node.error(`${name} cannot be used in a ${key} (remove it)`, name);
  return new NestedListRetriever(context.with({ selection: undefined, decoder: undefined }).build('retriever', node));
};
