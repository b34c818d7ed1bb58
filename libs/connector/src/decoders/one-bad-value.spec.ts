import { gzipSync } from 'node:zlib';
import type { Json, JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import type { Builders } from '../build/build-context';
import { makeContext, makeNode } from '../build/build-context.factory';
import type { Decoder, Located } from '../roles/roles';
import { decoders } from './decoders';

const builders: Builders<'decoder'> = decoders;
const build = (type: string, properties: JsonObject = {}): Decoder => builders[type]!(makeNode(type, properties), makeContext());

type Seen = Json | { refused: string };

const seenOf = ({ value, refused }: Located): Seen => (refused ? { refused: refused.reason } : value);

const isTested = (value: Seen): boolean => !(typeof value === 'object' && value !== null && 'pad' in value);

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A value of a record as the source writes it, and what becomes of the record. */
const kinds: [what: string, written: string, becomes: Seen][] = [
  ['NaN', 'NaN', { id: 2, v: null }],
  ['Infinity', 'Infinity', { id: 2, v: null }],
  ['-Infinity', '-Infinity', { id: 2, v: null }],
  ['NaN in a list', '[1,NaN,{"x":-Infinity}]', { id: 2, v: [1, null, { x: null }] }],
  ['a number beyond a double', '1e400', { id: 2, v: 10n ** 400n }],
  ['a number of too many digits', '1e999999999', { refused: 'UNPARSABLE' }],
  ['a broken byte', '"a\xf0\x9f"', { refused: 'ENCODING' }],
  ['a character of another charset', '"caf\xe9"', { refused: 'ENCODING' }],
  ['a broken byte in a key', '{"k\xff":1}', { refused: 'ENCODING' }],
  ['a lone surrogate', String.raw`"\ud83d"`, { id: 2, v: '\ud83d' }],
  ['a control character', '"tab\there"', { id: 2, v: 'tab\there' }],
  ['a NUL', '"a\0b"', { id: 2, v: 'a\0b' }],
  ['an escape that JSON does not have', String.raw`"\x41"`, { refused: 'UNPARSABLE' }],
  ['a word that is no value', 'undefined', { refused: 'UNPARSABLE' }],
  ['a number with a leading zero', '007', { refused: 'UNPARSABLE' }],
  ['too many levels', `${'['.repeat(70)}${']'.repeat(70)}`, { refused: 'TOO_DEEP' }],
];

const recordOf = (written: string): string => `{"id":2,"v":${written}}`;
const short = [1, 2].map(() => '{"pad":"x"}');

const ofList = async (decoder: Decoder, body: Buffer, path: string[]): Promise<Seen[]> => {
  const found: Located[] = [];
  for await (const items of decoder.itemsAt!(payloadOf(body), path, { headers: {} })) found.push(...items);
  return found.map(seenOf).filter(isTested);
};

const ofDocuments = async (decoder: Decoder, body: Buffer): Promise<Seen[]> => {
  const found: Seen[] = [];
  for await (const item of decoder.decode(payloadOf(body), { headers: {} })) found.push(seenOf(item));
  return found.filter(isTested);
};

const outcomes = async (inData: Buffer, atTop: Buffer): Promise<Seen[][]> => [
  await ofList(build('JsonDecoder'), inData, ['data']),
  await ofList(build('JsonDecoder'), inData, ['data', '*']),
  await ofList(build('JsonDecoder'), atTop, []),
  await ofDocuments(build('JsonDecoder'), atTop),
  await ofDocuments(build('JsonItemsDecoder', { items_path: 'data' }), inData),
];

describe.each(kinds)('one record with %s', (_what, written, becomes) => {
  const page = (others: readonly string[], wrap: (list: string) => string): Buffer =>
    latin1(wrap([...others, recordOf(written), ...others].join(',')));

  it('refuses no other record', async () => {
    const inData = page(short, (list) => `{"data":[${list}],"next":"n"}`);
    const atTop = page(short, (list) => `[${list}]`);
    expect(await outcomes(inData, atTop)).toEqual(Array(5).fill([becomes]));
    expect(await build('JsonDecoder').document(payloadOf(inData), { headers: {} })).toMatchObject({ next: 'n' });
  });

  it('has the same outcome in lines, packed, and alone', async () => {
    const lines = latin1([...short, recordOf(written), ...short].join('\n'));
    expect(await ofDocuments(build('JsonlDecoder'), lines)).toEqual([becomes]);
    const packed = gzipSync(page(short, (list) => `{"data":[${list}]}`));
    expect(await ofList(build('GzipDecoder', { decoder: { type: 'JsonDecoder' } }), packed, ['data'])).toEqual([becomes]);
    expect(await ofDocuments(build('JsonDecoder'), latin1(recordOf(written)))).toEqual([becomes]);
    expect(await ofList(build('JsonDecoder'), latin1(`{"data":${recordOf(written)}}`), ['data'])).toEqual([becomes]);
  });

  it('does not matter beside the records', async () => {
    const readable = !['undefined', '007', String.raw`"\x41"`].includes(written) && !written.startsWith('[[');
    const body = latin1(`{"meta":${written},"data":[{"id":1}]}`);
    if (readable) expect(await ofList(build('JsonDecoder'), body, ['data'])).toEqual([{ id: 1 }]);
    else await expect(ofList(build('JsonDecoder'), body, ['data'])).rejects.toMatchObject({ code: 'UNREADABLE_PAGE' });
  });
});

describe('a page that is read in pieces', () => {
  it('has the same outcomes', async () => {
    const padding = `,{"pad":"${'x'.repeat(1000)}"}`.repeat(600);
    const list = kinds.map(([, written]) => recordOf(written) + padding).join(',');
    const inData = latin1(`{"data":[${list}],"next":"n"}`);
    expect(inData.length).toBeGreaterThan(8 * 1024 ** 2);
    const expected = kinds.map(([, , becomes]) => becomes);
    expect(await outcomes(inData, latin1(`[${list}]`))).toEqual(Array(5).fill(expected));
    const { data, next } = (await build('JsonDecoder').document(payloadOf(inData), { headers: {} })) as { data: Json[]; next: Json };
    expect([data.length, next]).toEqual([kinds.length * 601, 'n']);
  });
});

describe('a page that is broken between its records', () => {
  it.each([
    '[{"id":1},{"id":2}',
    '[{"id":1} {"id":2}]',
    '[{"id":1},]',
    '{"data":[{"id":1}]',
    '[{"id":1}] tail',
    '<html></html>',
    '{"id":1',
  ])('is refused whole: %s', async (text) => {
    const found: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const items of build('JsonDecoder').itemsAt!(payloadOf(text), [], { headers: {} })) found.push(...items);
    };
    await expect(read()).rejects.toMatchObject({ code: 'UNREADABLE_PAGE' });
    expect(found).toEqual([]);
  });

  it('is no empty page where an error object with a broken byte stands in the place of the records', async () => {
    await expect(ofList(build('JsonDecoder'), latin1('{"error":"caf\xe9"}'), ['data'])).rejects.toMatchObject({ reason: 'SHAPE' });
  });
});
