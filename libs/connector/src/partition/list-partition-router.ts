import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { isNamed } from '../document/falsy';
import { buildRequestOption } from '../request/request-options';
import { noOptions } from '../roles/request-options';
import type { PartitionRouter } from '../roles/partition-router';

const nothing = 'values gives nothing, so there are no partitions, and nothing is read (set the config value that it is made of)';

/** Builds a `ListPartitionRouter`: one partition per value of a list. @throws ManifestError */
export const buildListPartitionRouter = (node: ComponentNode, context: BuildContext): PartitionRouter => {
  const scope = context.scope();
  const field = context.interpolator.compile(node.required('cursor_field'), node.parameters).text(scope);
  const values = valuesOf(node, context);
  const unset = values === undefined ? node.error(nothing, 'values') : undefined;
  if (unset) context.warn(unset);
  const optionNode = node.child('request_option');
  const option = optionNode && buildRequestOption(optionNode, context);
  return {
    field,
    begin: () => ({
      async *partitions(session) {
        if (unset) session.notes.add('NO_PARTITIONS', unset.message, field);
        for (const value of values ?? []) yield { partition: { [field]: value }, interval: {}, extra: {} };
      },
      parentState: () => undefined,
    }),
    options(slice) {
      const options = noOptions();
      const value = slice.partition[field];
      if (isNamed(value)) option?.inject(options, value, context.scope());
      return options;
    },
  };
};

/** Returns the values of the partitions; undefined if their config value is not set. */
const valuesOf = (node: ComponentNode, context: BuildContext): readonly Json[] | undefined => {
  const declared = node.get('values');
  if (Array.isArray(declared)) return declared;
  const values = context.interpolator.compile(String(declared ?? ''), node.parameters).value(context.scope());
  if (values === null || values === '') return undefined;
  if (isJsonObject(values)) return Object.keys(values);
  if (!Array.isArray(values)) throw node.error(`values gives ${JSON.stringify(values)}, which is not a list`, 'values');
  return values;
};
