import { isJsonObject } from '@twl/json';
import type { BuildContext, Builders } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import type { SchemaNormalization } from '../roles/roles';
import { FormatDecoder } from '../decoders/format/format-decoder';
import { JsonFormat } from '../decoders/json/json-decoder';
import { SchemaNormalizer } from '../schema/normalize';
import { DeclaredSelector } from './record-selector';

const buildNormalizer = (node: ComponentNode, context: BuildContext): SchemaNormalization | undefined => {
  const declared = node.get('schema_normalization') ?? 'None';
  if (isJsonObject(declared)) return context.build('schemaNormalization', node.requiredChild('schema_normalization'));
  if (declared !== 'Default' && declared !== 'None')
    throw node.error('schema_normalization must be Default or None', 'schema_normalization');
  return declared === 'Default' ? new SchemaNormalizer() : undefined;
};

/** Every record selector of the language. */
export const recordSelectors = {
  RecordSelector: (node, context) => {
    const decoder = context.decoder ?? new FormatDecoder(new JsonFormat());
    const filter = node.child('record_filter');
    return new DeclaredSelector({
      decoder,
      extractor: context.with({ decoder }).build('extractor', node.requiredChild('extractor')),
      filter: filter && context.build('recordFilter', filter),
      transformations: context.selection?.transformations ?? [],
      // Records that are compared with the cursor here are transformed first, unless the manifest says otherwise.
      transformFirst: node.has('transform_before_filtering')
        ? node.flag('transform_before_filtering')
        : (context.selection?.clientSide ?? false),
      normalizer: buildNormalizer(node, context),
      schema: context.selection?.schema,
    });
  },
} satisfies Builders<'recordSelector'>;
