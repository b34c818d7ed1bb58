import { gzipSync } from 'node:zlib';
import { encode } from 'iconv-lite';
import { type Json, type JsonObject, streamSettingsSchema } from '@twl/contracts';
import { type Payload, payloadOf } from '@twl/ports';
import { makeContext, makeNode } from '../build/build-context.factory';
import { decoders } from '../decoders/decoders';
import { BytesPayload } from '../payload/bytes-payload';
import { createStreamRedaction } from './stream-redaction';

const selector = (extractor: JsonObject): JsonObject => ({ type: 'RecordSelector', extractor });
const dpath = (...field_path: string[]): JsonObject => ({ type: 'DpathExtractor', field_path });
const simple = (parts: JsonObject = {}): JsonObject => ({ type: 'SimpleRetriever', record_selector: selector(dpath('data')), ...parts });
const csv = (parts: JsonObject = {}): JsonObject =>
  simple({ decoder: { type: 'CsvDecoder', ...parts }, record_selector: selector(dpath()) });
const items: JsonObject = { type: 'JsonItemsDecoder', items_path: 'pages.item.users' };

const build = (stream: JsonObject, redact: string[] = ['pin']) =>
  createStreamRedaction(
    makeNode('DeclarativeStream', stream),
    streamSettingsSchema.parse({ redact }),
    makeContext({ config: { box: 'data' } }),
  );

const clean = async (
  stream: JsonObject,
  body: string | Uint8Array,
  redact?: string[],
  headers: Record<string, string> = {},
): Promise<string> =>
  textOf(await build(stream, redact)!.apply(typeof body === 'string' ? payloadOf(body) : new BytesPayload(body), headers));

const textOf = async (cleaned: Payload): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of cleaned.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

describe('the fields to redact', () => {
  it.each<[string, JsonObject, string, string]>([
    ['in columns', csv(), 'id,pin,name\n1,2,"a, ""b"""\n2,3\n', 'id,name\n1,"a, ""b"""\n2\n'],
    ['in columns with other delimiters', csv({ delimiter: '\\t' }), '\ufeffpin\tid\r\nx\t1\r\n', 'id\n1\n'],
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

  it('are found in columns that are packed, which are unpacked', async () => {
    const decoder = { type: 'GzipDecoder', decoder: { type: 'CsvDecoder' } };
    const retriever = { type: 'AsyncRetriever', download_decoder: decoder };
    expect(await clean({ retriever }, gzipSync('id,pin\n1,2\n'))).toBe('id\n1\n');
    expect(await clean({ retriever }, 'id,pin\n1,2\n')).toBe('id\n1\n');
    await expect(clean({ retriever }, gzipSync('id,pin\n1,2\n').subarray(0, 20))).rejects.toThrow('fields cannot be taken out');
  });

  it('of columns can be hashed, the same value always to the same', async () => {
    const settings = streamSettingsSchema.parse({ redact: [{ field: 'pin', how: 'hash' }] });
    const redaction = createStreamRedaction(makeNode('DeclarativeStream', { retriever: csv() }), settings, makeContext())!;
    const lines = (await textOf(await redaction.apply(payloadOf('pin\n7\n8\n7\n""\n'), {}))).split('\n');
    expect(lines).toEqual(['pin', expect.stringMatching(/^sha256:[0-9a-f]{64}$/), expect.stringMatching(/^sha256:/), lines[1], '""', '']);
    expect(lines[2]).not.toBe(lines[1]);
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
    ['CustomRecordExtractor', simple({ record_selector: selector({ type: 'CustomRecordExtractor', class_name: 'Mine' }) })],
    ['CustomRetriever', { type: 'CustomRetriever', class_name: 'Mine' }],
    ['ResponseToFileExtractor', { type: 'AsyncRetriever', download_extractor: { type: 'ResponseToFileExtractor' } }],
  ])('are refused when they could not be found: %s', (name, retriever) => {
    expect(() => build({ retriever })).toThrow(`the fields that stream items redacts cannot be taken out of a ${name}`);
    expect(build({ retriever }, [])).toBeUndefined();
  });
});

describe('the cells to redact', () => {
  const rows = (field_path: Json[], more: JsonObject = {}, parts: JsonObject = {}): JsonObject =>
    simple({ ...parts, record_selector: selector({ type: 'DpathExtractor', field_path, columns: ['id', 'pin', 'x'], ...more }) });
  const lines = { decoder: { type: 'JsonlDecoder' } };
  const expander = { type: 'RecordExpander', expand_records_from_field: ['list'] };

  it.each<[string, JsonObject, string, string]>([
    [
      'under a path',
      rows(['data']),
      '{"data":[[1,"secret",[2]],[3, {"a":["secret"]}],[4]],"x":[[1,2]]}',
      '{"data":[[1,null,[2]],[3, null],[4]],"x":[[1,2]]}',
    ],
    ['in each of several documents', rows(['data']), '[{"data":[[1,"secret"]]}]', '[{"data":[[1,null]]}]'],
    ['at the top', rows([]), '[[1,"secret",3],[4,"secret",[5,6]]]', '[[1,null,3],[4,null,[5,6]]]'],
    ['in lines', rows([], {}, lines), '[1,"secret",3]\n[4,"secret"]\n', '[1,null,3]\n[4,null]\n'],
    ['at a place of the list that the response is', rows(['1']), '[{"id":[1,2]},[[1,"secret"]]]', '[{"id":[1,2]},[[1,null]]]'],
    ['under each key', rows(['*']), '{"a":[1,"secret"],"b":[2,"secret"]}', '{"a":[1,null],"b":[2,null]}'],
    ['under each key of several documents', rows(['*']), '[{"a":[1,"secret"]},[[1,"secret"],[2]]]', '[{"a":[1,null]},[[1,null],[2]]]'],
    [
      'under keys and lists',
      rows(['g', '*', '*']),
      '{"g":{"a":[[1,"secret"]],"b":{"c":[1,"secret"]}}}',
      '{"g":{"a":[[1,null]],"b":{"c":[1,null]}}}',
    ],
    ['in the list of a record', rows(['*'], { record_expander: expander }), '{"a":{"list":[[1,"secret"]]}}', '{"a":{"list":[[1,null]]}}'],
    ['beside objects', rows(['data']), '{"data":[[1,"secret"],{"id":2,"pin":"secret"}]}', '{"data":[[1,null],{"id":2}]}'],
  ])('are found %s', async (_what, retriever, body, cleaned) => {
    expect(await clean({ retriever }, body)).toBe(cleaned);
  });

  it('can be hashed', async () => {
    const settings = streamSettingsSchema.parse({ redact: [{ field: 'pin', how: 'hash' }] });
    const redaction = createStreamRedaction(makeNode('DeclarativeStream', { retriever: rows([]) }), settings, makeContext())!;
    const found = JSON.parse(await textOf(await redaction.apply(payloadOf('[[1,"a"],[2,"a"],[3,null]]'), {}))) as unknown[][];
    expect(found).toEqual([
      [1, expect.stringMatching(/^sha256:/)],
      [2, found[0]![1]],
      [3, null],
    ]);
  });

  it.each<[JsonObject, string[], string]>([
    [rows(['data']), ['x.y'], 'x.y, which is to be redacted, is inside of a cell: redact the whole cell, x'],
    [rows(['data'], {}, { decoder: items }), ['pin'], 'cannot be taken out of a JsonItemsDecoder'],
    [simple({ record_selector: selector({ ...dpath('data'), columns_from: 'first_row' }) }), ['pin'], 'give the names with columns'],
    [simple({ record_selector: selector({ ...dpath('data'), value_field: 'pin' }) }), ['pin'], 'has no name in the response'],
    [simple({ record_selector: selector({ ...dpath('*'), key_field: 'pin' }) }), ['pin'], 'has no name in the response'],
  ])('are refused where they could not be found: %j', (retriever, redact, message) => {
    expect(() => build({ retriever }, redact)).toThrow(message);
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

  it('and of rows, those are withheld that have more cells than names', async () => {
    const rows = await clean({ retriever: csv() }, 'id,pin\n1,2\n1,x,secret\n3,4\n');
    expect(rows).toMatch(/^id\n1\n,,"?\(withheld.*\)"?\n3\n$/);
    expect(await clean({ retriever: csv() }, 'id,pin\n1,2\n3,"secret\n4,secret\n')).toMatch(/^id\n1\n,,"?\(withheld.*\)"?\n$/);
    expect(await clean({ retriever: csv() }, '{"error": {"pin": "secret"}}')).toMatch(/^\(withheld/);
  });

  it('but a web page stays, to say what went wrong', async () => {
    expect(await clean({ retriever: simple() }, ' <html>Sign in</html>')).toBe(' <html>Sign in</html>');
  });
});

describe('the fields of a response in another charset', () => {
  const text = (name: string): string => `[{"id":1,"${name}":"né"},{"id":2,"n":"ソ表"}]`;

  it.each(['shift_jis', 'utf-16', 'utf-32', 'gb18030'])('are found in %s, and the page is UTF-8 then', async (charset) => {
    const headers = { 'content-type': `application/json; charset=${charset}` };
    const retriever = simple({ record_selector: selector(dpath()) });
    const body = encode(text('表').replace('é', ''), charset);
    expect(await clean({ retriever }, body, ['表'], headers)).toBe('\ufeff[{"id":1},{"id":2,"n":"ソ表"}]');
  });

  it('are found by the encoding of the decoder, in columns too', async () => {
    const body = encode('id,prénom\n1,Zoë\n2,"ae"\n', 'latin1');
    const retriever = csv({ encoding: 'latin-1' });
    expect(await clean({ retriever }, body, ['id'])).toBe('\ufeffprénom\nZoë\nae\n');
    expect(await clean({ retriever }, body, ['prénom'])).toBe('\ufeffid\n1\n2\n');
  });

  it('are no reason to lose another record, where one has a broken byte', async () => {
    const body = Buffer.from('[{"id":1,"pin":2,"n":"\x82"},{"id":2,"pin":3}]', 'latin1');
    const headers = { 'content-type': 'application/json; charset=shift_jis' };
    const cleaned = await build({ retriever: simple({ record_selector: selector(dpath()) }) })!.apply(new BytesPayload(body), headers);
    const items: unknown[] = [];
    for await (const found of decoders.JsonDecoder(makeNode('JsonDecoder', {})).itemsAt!(cleaned, [], { headers })) items.push(...found);
    expect(items).toMatchObject([{ refused: { reason: 'ENCODING' } }, { value: { id: 2 } }]);
    expect(JSON.stringify(items)).not.toContain('pin');
  });

  it('are not looked for where nobody knows the charset', async () => {
    const headers = { 'content-type': 'application/json; charset=x-nothing' };
    const stream = { retriever: simple() };
    await expect(clean(stream, Buffer.from([0x5b, 0x22, 0xe9, 0x22, 0x5d]), ['pin'], headers)).rejects.toThrow('"x-nothing"');
  });
});
