import type { Builders } from '../build/build-context';
import { FormatDecoder } from '../decoders/format/format-decoder';
import { JsonFormat } from '../decoders/json/json-decoder';
import { CombinedExtractor } from './combined-extractor';
import { buildNestedLists } from './build-nested-lists';
import { readDeclaredShape } from './shapes/declared-shape';
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
      shape: readDeclaredShape(node, context.interpolator),
      expander: expander && new RecordExpander(expander, context.interpolator, buildNestedLists(expander, context)),
    });
  },
  CombinedExtractor: (node, context) => {
    if (context.decoder?.streams) throw node.error('a CombinedExtractor reads a response several times, which this decoder cannot');
    const extractors = node.children('extractors').map((each) => context.build('extractor', each));
    if (extractors.some(({ nestedLists: lists }) => lists))
      throw node.error('truncated_list_retriever cannot be used in a CombinedExtractor', 'extractors');
    if (extractors.length === 0) throw node.error('CombinedExtractor needs at least one of extractors', 'extractors');
    return new CombinedExtractor(extractors, {
      firstMatch: node.text('mode') === 'first_match',
      skipEmpty: node.flag('skip_empty_records'),
    });
  },
  ResponseToFileExtractor: (node) => new ResponseToFileExtractor(node.flag('preserve_na_values')),
} satisfies Builders<'extractor'>;
