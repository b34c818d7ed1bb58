import { gzipSync } from 'node:zlib';
import { encode } from 'iconv-lite';
import type { Json, JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import type { Builders } from '../build/build-context';
import { makeContext, makeNode } from '../build/build-context.factory';
import type { Decoder, Located } from '../roles/roles';
import { decoders } from '../decoders/decoders';
import { beginningOfBody, parseResponseJson } from '../request/response-content';

const builders: Builders<'decoder'> = decoders;
const build = (type: string, properties: JsonObject = {}): Decoder => builders[type]!(makeNode(type, properties), makeContext());

const typed = (charset?: string): Record<string, string> => (charset ? { 'content-type': `text/plain; charset=${charset}` } : {});

const itemsOf = async (decoder: Decoder, body: Uint8Array, path: string[], charset?: string): Promise<Located[]> => {
  const found: Located[] = [];
  const headers = typed(charset);
  if (decoder.itemsAt) for await (const items of decoder.itemsAt(payloadOf(body), path, { headers })) found.push(...items);
  else for await (const item of decoder.decode(payloadOf(body), { headers })) found.push(item);
  return found;
};

const html = { items: 'li', fields: { n: '' } };

/** Each decoder: how it writes one record with the field `n`, and the path to it. */
const formats: [name: string, decoder: () => Decoder, write: (n: string) => string, path: string[]][] = [
  ['JSON', () => build('JsonDecoder'), (n) => `{"data":[{"n":"${n}"}]}`, ['data']],
  ['JSON lines', () => build('JsonlDecoder'), (n) => `{"n":"${n}"}\n`, []],
  ['items of JSON', () => build('JsonItemsDecoder', { items_path: 'data' }), (n) => `{"data":[{"n":"${n}"}]}`, []],
  ['CSV', () => build('CsvDecoder'), (n) => `n\n"${n}"\n`, []],
  ['XML', () => build('XmlDecoder'), (n) => `<r><i><n>${n}</n></i></r>`, ['r', 'i']],
  ['HTML', () => build('HtmlDecoder', html), (n) => `<ul><li>${n}</li></ul>`, []],
];

const texts: Record<string, string> = {
  'iso-8859-1': 'Zoë Ñandú',
  'windows-1252': '“Zoë” costs 5 €',
  'iso-8859-15': '5 € à Œuvre',
  'koi8-r': 'Привет',
  'windows-1251': 'Привет',
  shift_jis: 'ソ表予',
  'euc-jp': '日本語',
  gbk: '联通中文',
  gb18030: '中文😀',
  big5: '中文功',
  'euc-kr': '한국어',
  'utf-16le': 'Zoë 😀',
  'utf-16be': 'Zoë 😀',
  'utf-32le': 'Zoë 😀',
  cp437: 'Zoë',
  'utf-8': 'Zoë 😀',
};

describe.each(formats)('%s', (_name, decoder, write, path) => {
  it.each(Object.entries(texts))('in %s is read as its header says', async (charset, text) => {
    expect(await itemsOf(decoder(), encode(write(text), charset), path, charset)).toMatchObject([{ value: { n: text } }]);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('is read as its byte order mark says: %s', async (charset) => {
    const body = encode(write('Zoë 😀'), charset, { addBOM: true });
    for (const label of [undefined, 'iso-8859-1', 'utf-8', 'x-unknown'])
      expect(await itemsOf(decoder(), body, path, label)).toMatchObject([{ value: { n: 'Zoë 😀' } }]);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('is known by its zeros in %s', async (charset) => {
    expect(await itemsOf(decoder(), encode(write('Zoë'), charset), path)).toMatchObject([{ value: { n: 'Zoë' } }]);
  });

  it('is read as UTF-8 where it is that, whatever a name says that servers have as their default', async () => {
    const body = Buffer.from(write('Zoë 日本'));
    for (const label of ['ISO-8859-1', 'us-ascii', 'utf8mb4', '"utf-8"', 'binary', 'UTF-16'])
      expect(await itemsOf(decoder(), body, path, label)).toMatchObject([{ value: { n: 'Zoë 日本' } }]);
  });

  it('names a charset that is not known', async () => {
    const read = itemsOf(decoder(), encode(write('Zoë'), 'latin1'), path, 'x-klingon');
    await expect(read).rejects.toMatchObject({ reason: 'ENCODING', message: expect.stringContaining('"x-klingon"') as string });
  });
});

describe('the encoding of a decoder', () => {
  it.each<[string, JsonObject, (n: string) => string, string[]]>([
    ['JsonDecoder', {}, (n) => `[{"n":"${n}"}]`, []],
    ['JsonlDecoder', {}, (n) => `{"n":"${n}"}`, []],
    ['JsonItemsDecoder', { items_path: 'd' }, (n) => `{"d":[{"n":"${n}"}]}`, []],
    ['CsvDecoder', {}, (n) => `n\n${n}`, []],
    ['XmlDecoder', {}, (n) => `<?xml version="1.0" encoding="utf-8"?><r><n>${n}</n></r>`, ['r']],
    ['HtmlDecoder', html, (n) => `<meta charset="utf-8"><li>${n}`, []],
  ])('of %s counts instead of the header', async (type, properties, write, path) => {
    const decoder = build(type, { ...properties, encoding: 'shift_jis' });
    expect(await itemsOf(decoder, encode(write('ソ表'), 'shift_jis'), path, 'iso-8859-1')).toMatchObject([{ value: { n: 'ソ表' } }]);
    expect(() => build(type, { ...properties, encoding: 'x-klingon' })).toThrow('the encoding x-klingon is unknown');
  });

  it('may be inside of gzip, where the header of the response counts too', async () => {
    const packed = gzipSync(encode('[{"n":"Zoë"}]', 'latin1'));
    const json = (encoding?: string): Decoder =>
      build('GzipDecoder', { decoder: { type: 'JsonDecoder', ...(encoding ? { encoding } : {}) } });
    expect(await itemsOf(json('latin-1'), packed, [])).toMatchObject([{ value: { n: 'Zoë' } }]);
    expect(await itemsOf(json(), packed, [], 'iso-8859-1')).toMatchObject([{ value: { n: 'Zoë' } }]);
  });

  it.each([
    ['utf-8', 'Zoë 日本', ['utf', 'U8', 'UTF8', 'utf-8-sig', 'cp65001']],
    ['latin1', 'Zoë', ['latin_1', 'latin', 'L1', '8859', 'iso8859', 'iso_8859_1_1987']],
    ['utf-16le', 'Zoë', ['u16', 'utf_16', 'UTF16']],
    ['utf-32le', 'Zoë', ['u32', 'utf_32']],
    ['euc-jp', '日本語', ['ujis', 'u_jis', 'eucjp']],
    ['euc-kr', '한국어', ['ksx1001', 'uhc', 'ms949']],
  ])('for %s may have the names of Python', async (charset, text, names) => {
    for (const encoding of names)
      expect(await itemsOf(build('CsvDecoder', { encoding }), encode(`n\n${text}`, charset), [])).toMatchObject([{ value: { n: text } }]);
  });

  it('is known by the names of Python', async () => {
    for (const encoding of ['iso2022jp', 'cp1252', 'shift_jis', 'cp850', 'mac_roman', 'ascii', 'hkscs', 'iso_8859_7_1987'])
      expect(() => build('CsvDecoder', { encoding })).not.toThrow();
    for (const encoding of ['base64', 'base_64', 'hex']) expect(() => build('CsvDecoder', { encoding })).toThrow('unknown');
    expect(await itemsOf(build('CsvDecoder', { encoding: 'utf_16' }), encode('n\nZoë', 'utf-16be'), [])).toMatchObject([
      { value: { n: 'Zoë' } },
    ]);
  });
});

describe('markup', () => {
  it.each<[string, string, JsonObject, string[]]>([
    ['XmlDecoder', '<?xml version="1.0" encoding="ISO-8859-1"?><r><n>Zoë</n></r>', {}, ['r']],
    ['XmlDecoder', "<?xml version='1.0' encoding='windows-1252' standalone='yes'?>\n<r><n>Zoë</n></r>", {}, ['r']],
    ['HtmlDecoder', '<head><meta charset="iso-8859-1"></head><li>Zoë</li>', html, []],
    ['HtmlDecoder', '<!-- <meta charset="koi8-r"> --><meta charset=latin1><li>Zoë', html, []],
    ['HtmlDecoder', '<META content="text/html; charset=iso-8859-1" http-equiv="Content-Type"><li>Zoë', html, []],
  ])('that names its charset is read by it: %s %s', async (type, text, properties, path) => {
    expect(await itemsOf(build(type, properties), encode(text, 'latin1'), path)).toMatchObject([{ value: { n: 'Zoë' } }]);
  });

  it('is read by its header first', async () => {
    const body = encode('<meta charset="koi8-r"><li>Привет', 'windows-1251');
    expect(await itemsOf(build('HtmlDecoder', html), body, [], 'windows-1251')).toMatchObject([{ value: { n: 'Привет' } }]);
  });

  it('names a charset of its own that is not known', async () => {
    const body = encode('<?xml version="1.0" encoding="x-klingon"?><r><n>Zoë</n></r>', 'latin1');
    await expect(itemsOf(build('XmlDecoder'), body, ['r'])).rejects.toThrow('the page names the charset "x-klingon"');
  });
});

describe('a byte that is not a character of the charset', () => {
  const outcomes = (found: Located[]): Json[] =>
    found.map(({ value, refused }) => (refused ? refused.reason : (value as JsonObject)['n']!));

  it.each<[string, Decoder, string, string[]]>([
    ['XML', build('XmlDecoder'), '<r><x>\xff</x><i><n>a</n></i><i><n>b\xe9c</n></i><i><n>d</n></i></r>', ['r', 'i']],
    ['HTML', build('HtmlDecoder', html), '<p>\xff</p><li>a</li><li>b\xe9c</li><li>d</li>', []],
    ['CSV', build('CsvDecoder'), 'n\na\nb\xe9c\nd', []],
    ['JSON lines', build('JsonlDecoder'), '{"n":"a"}\n{"n":"b\xe9c"}\n{"n":"d"}', []],
  ])('refuses its record alone in %s', async (_name, decoder, text, path) => {
    expect(outcomes(await itemsOf(decoder, Buffer.from(text, 'latin1'), path))).toEqual(['a', 'ENCODING', 'd']);
  });

  it.each(['shift_jis', 'gbk', 'euc-jp', 'utf-16le'])('refuses its record alone in %s', async (charset) => {
    const broken = charset === 'utf-16le' ? Buffer.from([0x00, 0xd8]) : Buffer.from([0xff]);
    const parts = [encode('{"data":[{"n":"a"},{"n":"', charset), broken, encode('"},{"n":"d"}]}', charset)];
    expect(outcomes(await itemsOf(build('JsonDecoder'), Buffer.concat(parts), ['data'], charset))).toEqual(['a', 'ENCODING', 'd']);
  });

  it('says which byte it is, and what to do', async () => {
    const [found] = await itemsOf(build('CsvDecoder'), Buffer.from('n\ncaf\xe9', 'latin1'), []);
    expect(found!.refused!.detail).toContain('the byte 0xe9 is not a character');
    expect(found!.refused!.detail).toContain('encoding of the decoder');
  });
});

describe('a page that is read in pieces', () => {
  it('is read in its charset, with a broken byte in one record', async () => {
    const row = (n: string): string => `{"pad":"${'ソ'.repeat(400)}","n":"${n}"},`;
    const many = row('表').repeat(6000);
    const body = Buffer.concat([
      encode(`{"data":[${many}{"n":"`, 'shift_jis'),
      Buffer.from([0xff]),
      encode(`"},${many.slice(0, -1)}],"next":"表"}`, 'shift_jis'),
    ]);
    expect(body.length).toBeGreaterThan(8 * 1024 ** 2);
    const found = await itemsOf(build('JsonDecoder'), body, ['data'], 'shift_jis');
    expect(found).toHaveLength(12_001);
    expect(found.filter(({ refused }) => refused).map(({ pointer }) => pointer)).toEqual(['/data/6000']);
    expect(new Set(found.map(({ value }) => (value as JsonObject)['n']))).toEqual(new Set(['表', undefined]));
    const document = (await build('JsonDecoder').document(payloadOf(body), { headers: typed('shift_jis') })) as JsonObject;
    expect([(document['data'] as Json[]).length, document['next']]).toEqual([12_001, '表']);
  });
});

describe('a response that is no page', () => {
  it('is read in its charset, and as UTF-8 where nobody knows it', async () => {
    const body = payloadOf(encode('{"error":"déjà vu","code":NaN}', 'latin1'));
    expect(await parseResponseJson(body, typed('iso-8859-1'))).toEqual({ error: 'déjà vu', code: null });
    expect(await beginningOfBody(body, typed('iso-8859-1'))).toContain('déjà vu');
    expect(await parseResponseJson(body, typed('x-klingon'))).toBeUndefined();
    expect(await beginningOfBody(body, typed('x-klingon'))).toContain('d\ufffdj\ufffd vu');
  });
});
