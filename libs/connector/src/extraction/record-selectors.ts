import type { Builders } from '../component/build-context';
import { FormatDecoder } from '../decoders/format-decoder';
import { JsonFormat } from '../decoders/json/json-decoder';
import { SchemaNormalizer } from '../schema/normalize';
import { DeclaredSelector } from './record-selector';

/** Every record selector of the language. */
export const recordSelectors = {
  RecordSelector: (node, context) => {
    const decoder = context.decoder ?? new FormatDecoder(new JsonFormat());
    const filter = node.child('record_filter');
    const normalize = node.text('schema_normalization') === 'Default';
    if (!normalize && node.has('schema_normalization') && node.get('schema_normalization') !== 'None') {
      throw node.error('schema_normalization must be Default or None', 'schema_normalization');
    }
    return new DeclaredSelector({
      decoder,
      extractor: context.with({ decoder }).build('extractor', node.requiredChild('extractor')),
      filter: filter && context.build('recordFilter', filter),
      transformations: context.selection?.transformations ?? [],
      transformFirst: node.flag('transform_before_filtering'),
      normalizer: normalize ? new SchemaNormalizer() : undefined,
      schema: context.selection?.schema,
    });
  },
} satisfies Builders<'recordSelector'>;
