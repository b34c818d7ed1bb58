import type { Builders } from '../build/build-context';
import { AddFields } from './add-fields';
import { DpathFlattenFields } from './dpath-flatten-fields';
import { flattenFields } from './flatten-fields';
import { replaceInKeys, lowerKeys } from './rename-keys';
import { RemoveFields } from './remove-fields';
import { snakeCaseKeys } from './snake-case';

/** Every transformation of the language. */
export const transformations = {
  AddFields: (node, context) => new AddFields(node, context.interpolator),
  DpathFlattenFields: (node, context) => new DpathFlattenFields(node, context.interpolator),
  FlattenFields: (node) => {
    const lists = !node.has('flatten_lists') || node.flag('flatten_lists');
    return { apply: (record) => flattenFields(record, lists) };
  },
  KeysReplace: (node, context) => {
    const compile = (name: string) => context.interpolator.compile(node.required(name), node.parameters);
    const [old, fresh] = [compile('old'), compile('new')];
    return { apply: (record, scope) => replaceInKeys(record, old.text(scope), fresh.text(scope)) };
  },
  KeysToLower: () => ({ apply: lowerKeys }),
  KeysToSnakeCase: () => ({ apply: snakeCaseKeys }),
  RemoveFields: (node, context) => new RemoveFields(node, context.interpolator),
} satisfies Builders<'transformation'>;
