import type { Builders } from '../component/build-context';
import { FormatDecoder } from '../decoders/format-decoder';
import { JsonFormat } from '../decoders/json/json-decoder';
import { DpathExtractor } from './dpath-extractor';
import { RecordExpander } from './record-expander';
import { ResponseToFileExtractor } from './response-to-file-extractor';

/** Every extractor of the language. */
export const extractors = {
  DpathExtractor: (node, context) => {
    const path = node.texts('field_path').map((part) => context.interpolator.compile(part, node.parameters));
    const expander = node.child('record_expander');
    return new DpathExtractor({
      path,
      decoder: context.decoder ?? new FormatDecoder(new JsonFormat()),
      expander: expander && new RecordExpander(expander, context.interpolator),
    });
  },
  ResponseToFileExtractor: (node) => new ResponseToFileExtractor(node.flag('preserve_na_values')),
} satisfies Builders<'extractor'>;
