import type { Json } from '@twl/contracts';
import type { BuildContext } from '../component/build-context';
import type { ComponentNode } from '../component/component-node';
import { isNamed } from '../pagination/falsy';
import { buildRequestOption, noOptions } from '../request/request-options';
import type { PartitionRouter } from './partition-router';

/** Builds a `ListPartitionRouter`: one partition per value of a list. @throws ManifestError */
export const buildListPartitionRouter = (node: ComponentNode, context: BuildContext): PartitionRouter => {
  const scope = context.scope();
  const field = context.interpolator.compile(node.required('cursor_field'), node.parameters).text(scope);
  const values = valuesOf(node, context);
  const optionNode = node.child('request_option');
  const option = optionNode && buildRequestOption(optionNode, context);
  return {
    field,
    begin: () => ({
      async *partitions() {
        for (const value of values) yield { partition: { [field]: value }, interval: {}, extra: {} };
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

const valuesOf = (node: ComponentNode, context: BuildContext): Json[] => {
  const declared = node.get('values');
  if (Array.isArray(declared)) return declared;
  const values = context.interpolator.compile(String(declared ?? ''), node.parameters).value(context.scope());
  if (!Array.isArray(values)) throw node.error(`values gives ${JSON.stringify(String(values))}, which is no list`, 'values');
  return values;
};
