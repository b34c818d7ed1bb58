import type { JsonObject } from '@twl/contracts';
import { streamSettingsSchema } from '@twl/contracts';
import { payloadOf } from '@twl/ports/testing';
import { makeContext, makeNode } from '../component/build-context.factory';
import { streamRedaction } from './stream-redaction';

const selector = (extractor: JsonObject): JsonObject => ({ type: 'RecordSelector', extractor });
const dpath = (...field_path: string[]): JsonObject => ({ type: 'DpathExtractor', field_path });
const simple = (parts: JsonObject = {}): JsonObject => ({ type: 'SimpleRetriever', record_selector: selector(dpath('data')), ...parts });
const items: JsonObject = { type: 'JsonItemsDecoder', items_path: 'pages.item.users' };

const build = (stream: JsonObject, redact: string[] = ['pin']) =>
  streamRedaction(makeNode('DeclarativeStream', stream), streamSettingsSchema.parse({ redact }), makeContext({ config: { box: 'data' } }));

const clean = async (stream: JsonObject, body: string, redact?: string[]): Promise<string> => {
  const cleaned = await build(stream, redact)!.apply(payloadOf(body));
  const chunks: Uint8Array[] = [];
  for await (const chunk of cleaned.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('the fields to redact', () => {
  it.each<[string, JsonObject, string, string]>([
    ['below the record path', simple(), '{"pin":0,"data":[{"id":1,"pin":2}]}', '{"pin":0,"data":[{"id":1}]}'],
    [
      'below a path that the config decides',
      simple({ record_selector: selector(dpath("{{ config['box'] }}")) }),
      '{"data":{"pin":2}}',
      '{"data":{}}',
    ],
    ['at a position of a list', simple({ record_selector: selector(dpath('data', '0')) }), '{"data":[[{"pin":2}]]}', '{"data":[[{}]]}'],
    [
      'in items inside a document',
      simple({ decoder: items, record_selector: selector(dpath()) }),
      '{"pages":[{"users":[{"id":1,"pin":2}]}]}',
      '{"pages":[{"users":[{"id":1}]}]}',
    ],
    [
      'in each line',
      simple({ decoder: { type: 'JsonlDecoder' }, record_selector: selector(dpath()) }),
      '{"id":1,"pin":2}\n{"id":2,"pin":3}\n',
      '{"id":1}\n{"id":2}\n',
    ],
    [
      'in what an asynchronous job gives',
      { type: 'AsyncRetriever', record_selector: selector(dpath('x')), download_extractor: dpath('rows') },
      '{"rows":[{"id":1,"pin":2}]}',
      '{"rows":[{"id":1}]}',
    ],
  ])('are found %s', async (_what, retriever, body, cleaned) => {
    expect(await clean({ retriever }, body)).toBe(cleaned);
  });

  it('are found on both ways of a stream that has two', async () => {
    const stream = {
      full_refresh_stream: { type: 'DeclarativeStream', retriever: simple() },
      incremental_stream: { type: 'DeclarativeStream', retriever: simple({ record_selector: selector(dpath('changes')) }) },
    };
    expect(await clean(stream, '{"data":[{"pin":1}],"changes":[{"pin":2}]}')).toBe('{"data":[{}],"changes":[{}]}');
  });

  it('may have dots in their names', async () => {
    const stream = { retriever: simple() };
    expect(await clean(stream, '{"data":[{"a.b":1,"a":{"b":2,"c":3}}]}', ['a.b'])).toBe('{"data":[{"a":{"c":3}}]}');
  });

  it.each<[string, JsonObject]>([
    ['CsvDecoder', simple({ decoder: { type: 'CsvDecoder' } })],
    ['XmlDecoder', simple({ decoder: { type: 'XmlDecoder' } })],
    ['HtmlDecoder', simple({ decoder: { type: 'HtmlDecoder' } })],
    ['IterableDecoder', simple({ decoder: { type: 'IterableDecoder' } })],
    ['GzipDecoder', simple({ decoder: { type: 'GzipDecoder', decoder: { type: 'JsonDecoder' } } })],
    ['ZipfileDecoder', simple({ decoder: { type: 'ZipfileDecoder', decoder: { type: 'JsonDecoder' } } })],
    ['CustomDecoder', simple({ decoder: { type: 'CustomDecoder', class_name: 'Mine' } })],
    ['JsonItemsDecoder answer in utf-16', simple({ decoder: { ...items, encoding: 'utf-16' } })],
    ['CustomRecordExtractor', simple({ record_selector: selector({ type: 'CustomRecordExtractor', class_name: 'Mine' }) })],
    ['CustomRetriever', { type: 'CustomRetriever', class_name: 'Mine' }],
    ['ResponseToFileExtractor', { type: 'AsyncRetriever', download_extractor: { type: 'ResponseToFileExtractor' } }],
    ['CsvDecoder', { type: 'AsyncRetriever', download_decoder: { type: 'CsvDecoder' } }],
  ])('are refused when they could not be found: %s', (name, retriever) => {
    expect(() => build({ retriever })).toThrow(`the fields that stream items redacts cannot be taken out of a ${name}`);
    expect(build({ retriever }, [])).toBeUndefined();
  });
});

describe('text that cannot be read cannot be cleaned', () => {
  const jsonl = { retriever: simple({ decoder: { type: 'JsonlDecoder' }, record_selector: selector(dpath()) }) };

  it('and is withheld', async () => {
    const script = await clean({ retriever: simple() }, 'callback({"data":[{"pin":"secret"}]})');
    expect(script).toMatch(/^\(withheld/);
    expect(await clean({ retriever: simple() }, '{"data":[{"id":1} oh {"pin":"secret"}]}')).toMatch(/^\{"data":\[\{"id":1\} +\(withheld/);
  });

  it('and of lines, only the one is withheld', async () => {
    const lines = (await clean(jsonl, '{"id":1,"pin":1}\n{"id":2 "pin":"secret"}\nsecret\n{"id":3,"pin":3}')).split('\n');
    expect(lines).toEqual(['{"id":1}', expect.stringMatching(/^\{"id":2 +\(withheld/), expect.stringMatching(/\(withheld/), '{"id":3}']);
    expect(lines.join()).not.toContain('secret');
  });

  it('but a web page stays, to say what went wrong', async () => {
    expect(await clean({ retriever: simple() }, ' <html>Sign in</html>')).toBe(' <html>Sign in</html>');
  });
});
