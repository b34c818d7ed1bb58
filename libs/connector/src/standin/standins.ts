import type { Json } from '@twl/contracts';
import { UnreadablePageError, type Payload } from '@twl/ports';
import type { Builders } from '../component/build-context';
import type { Located, Selected } from '../component/roles';
import { isJsonObject, valueAt } from '../document/json-object';
import { parseJson } from '../document/parse-json';

const parse = async (body: Payload): Promise<Json> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  try {
    return parseJson(text);
  } catch (error) {
    throw new UnreadablePageError('NOT_JSON', `the answer is no JSON: ${error instanceof Error ? error.message : ''}`, error);
  }
};

export const decoders = {
  JsonDecoder: () => ({
    streams: false,
    document: parse,
    async *decode(body) {
      const value = await parse(body);
      if (Array.isArray(value)) yield* value.map((item, index): Located => ({ pointer: `/${index}`, value: item }));
      else yield { pointer: '', value };
    },
  }),
} satisfies Builders<'decoder'>;

export const extractors = {
  DpathExtractor: (node, context) => ({
    async *extract(page) {
      const path = node.texts('field_path');
      for await (const { pointer, value } of context.decoder!.decode(page.body, { headers: page.headers })) {
        const found = valueAt(value, path);
        const at = [pointer, ...path].join('/');
        if (Array.isArray(found)) for (const [index, item] of found.entries()) yield { pointer: `${at}/${index}`, value: item };
        else if (found !== undefined && found !== null) yield { pointer: at, value: found };
        else if (path.length > 0) throw new UnreadablePageError('SHAPE', `the answer has no ${path.join('.')}`);
      }
    },
  }),
} satisfies Builders<'extractor'>;

export const recordSelectors = {
  RecordSelector: (node, context) => {
    const extractor = context.build('extractor', node.requiredChild('extractor'));
    return {
      decoder: context.decoder!,
      async *select(page): AsyncIterable<Selected> {
        let index = 0;
        for await (const { pointer, value } of extractor.extract(page)) {
          if (isJsonObject(value)) yield { kind: 'record', index, pointer, data: value };
          else yield { kind: 'refused', index, pointer, reason: 'SHAPE', detail: 'the item is no object', data: value };
          index++;
        }
      },
    };
  },
} satisfies Builders<'recordSelector'>;

export const schemaLoaders = {
  InlineSchemaLoader: (node) => ({ load: async () => node.object('schema') }),
} satisfies Builders<'schemaLoader'>;
