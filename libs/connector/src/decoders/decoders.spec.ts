import { gzipSync } from 'node:zlib';
import type { Json, JsonObject } from '@twl/contracts';
import { type Payload, payloadOf } from '@twl/ports';
import type { Builders } from '../build/build-context';
import { makeContext, makeNode } from '../build/build-context.factory';
import type { Decoder, Located } from '../roles/roles';
import { decoders } from './decoders';
import { loadSelectors } from './markup/html-fields';
import { makeZip } from './zip.factory';

const builders: Builders<'decoder'> = decoders;

const build = (type: string, properties: JsonObject = {}): Decoder => builders[type]!(makeNode(type, properties), makeContext());

const gather = async (items: AsyncIterable<Located>): Promise<Located[]> => {
  const all: Located[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const itemsAt = async (body: string | Payload, path: string[]): Promise<Located[]> => {
  const all: Located[] = [];
  const payload = typeof body === 'string' ? payloadOf(body) : body;
  for await (const items of build('JsonDecoder').itemsAt!(payload, path, { headers: {} })) all.push(...items);
  return all;
};

const decode = async (decoder: Decoder, body: string | Uint8Array): Promise<Json[]> =>
  (await gather(decoder.decode(payloadOf(body), { headers: {} }))).map(({ value }) => value);

const reasonOf = async (decoder: Decoder, body: string | Uint8Array): Promise<string> => {
  const error: unknown = await decode(decoder, body).catch((caught: unknown) => caught);
  return (error as { reason: string }).reason;
};

describe('JsonDecoder', () => {
  it.each<[string, Json[], Json]>([
    ['{"a":1}', [{ a: 1 }], { a: 1 }],
    ['[{"id":1},{"id":2}]', [{ id: 1 }, { id: 2 }], { id: 1 }],
    ['[]', [], {}],
    ['5', [5], 5],
  ])('%j has documents, the first of which templates see', async (body, documents, seen) => {
    expect(await decode(build('JsonDecoder'), body)).toEqual(documents);
    expect(await build('JsonDecoder').document(payloadOf(body), { headers: {} })).toEqual(seen);
  });

  it.each(['', ' \n', '\ufeff'])('has no document in %j, and templates see nothing', async (body) => {
    expect(await reasonOf(build('JsonDecoder'), body)).toBe('UNPARSABLE');
    expect(await build('JsonDecoder').document(payloadOf(body), { headers: {} })).toEqual({});
  });

  it('points to each element of a list', async () => {
    expect(await gather(build('JsonDecoder').decode(payloadOf('[7,8]'), { headers: {} }))).toEqual([
      { pointer: '/0', value: 7 },
      { pointer: '/1', value: 8 },
    ]);
  });

  it.each([
    ['<html>', 'UNPARSABLE'],
    ['{"a"', 'TRUNCATED'],
    ['"a"', 'ENCODING'],
  ])('refuses %s as %s', async (text, reason) => {
    const body = reason === 'ENCODING' ? Buffer.from([0x22, 0xc3, 0x28, 0x22]) : text;
    expect(await reasonOf(build('JsonDecoder'), body)).toBe(reason);
  });

  it('tells an error object from an empty page', async () => {
    await expect(itemsAt('{"error":{"code":5}}', ['data'])).rejects.toMatchObject({ reason: 'SHAPE' });
    expect(await itemsAt('{"total":0,"errors":[]}', ['data'])).toEqual([]);
  });

  it('reads a body that is too long to be held', async () => {
    const rows = Array.from({ length: 150_000 }, (_, id) => ({ id, text: 'x'.repeat(50) }));
    const body = payloadOf(JSON.stringify({ data: rows, next: 'n' }));
    expect(body.bytes).toBeGreaterThan(8 * 1024 ** 2);
    expect(await itemsAt(body, ['data'])).toHaveLength(150_000);
    const { data, next } = (await build('JsonDecoder').document(body, { headers: {} })) as { data: Json[]; next: Json };
    expect([data.length, next]).toEqual([150_000, 'n']);
  }, 30_000);
});

describe('JsonItemsDecoder', () => {
  it('gives the elements of one inner list', async () => {
    expect(await decode(build('JsonItemsDecoder', { items_path: 'data.users' }), '{"x":1,"data":{"users":[{"id":1},2]}}')).toEqual([
      { id: 1 },
      2,
    ]);
  });

  it('reads another encoding', async () => {
    const decoder = build('JsonItemsDecoder', { items_path: 'a', encoding: 'iso-8859-1' });
    expect(await decode(decoder, Buffer.from('{"a":["é"]}', 'latin1'))).toEqual(['é']);
  });
});

describe('JsonlDecoder', () => {
  it('gives a value per line and skips blank ones', async () => {
    expect(await decode(build('JsonlDecoder'), '{"id":1}\n\n{"id":12345678901234567890}\r\n[3]')).toEqual([
      { id: 1 },
      { id: 12345678901234567890n },
      [3],
    ]);
  });

  it('refuses a broken line and keeps the others', async () => {
    const found = await gather(build('JsonlDecoder').decode(payloadOf('{"id":1}\n{"id":\n{"id":3}'), { headers: {} }));
    expect(found).toEqual([
      { pointer: '/0', value: { id: 1 } },
      { pointer: '/1', value: '{"id":', refused: { reason: 'TRUNCATED', detail: 'the JSON ends in the middle' } },
      { pointer: '/2', value: { id: 3 } },
    ]);
  });
});

describe('IterableDecoder', () => {
  it('gives each line as a record', async () => {
    expect(await decode(build('IterableDecoder'), 'one\ntwo\r\n\nfour')).toEqual([
      { record: 'one' },
      { record: 'two' },
      { record: '' },
      { record: 'four' },
    ]);
  });
});

describe('CsvDecoder', () => {
  it.each<[string, Json[]]>([
    [
      'id,name\n1,John\n2,Jane',
      [
        { id: '1', name: 'John' },
        { id: '2', name: 'Jane' },
      ],
    ],
    ['a,b\r\n"x, y","say ""hi"""\r\n', [{ a: 'x, y', b: 'say "hi"' }]],
    ['a,b\n"line\r\nbreak",2', [{ a: 'line\nbreak', b: '2' }]],
    [
      'a,b\n1\n\n,',
      [
        { a: '1', b: null },
        { a: '', b: '' },
      ],
    ],
    ['a\nx"y"z\n"x"y', [{ a: 'x"y"z' }, { a: 'xy' }]],
    ['\ufeffa\n1', [{ a: '1' }]],
    [
      'a,a,\n1,1,\n2,2,',
      [
        { a: '1', '': '' },
        { a: '2', '': '' },
      ],
    ],
    ['a,b\n1,2,,', [{ a: '1', b: '2' }]],
    ['__proto__\n1', [JSON.parse('{"__proto__":"1"}') as Json]],
    ['a,b', []],
    ['', []],
  ])('reads %j', async (body, rows) => {
    expect(await decode(build('CsvDecoder'), body)).toEqual(rows);
  });

  it('takes another delimiter, encoding and values for null', async () => {
    const decoder = build('CsvDecoder', { delimiter: '\\t', encoding: 'latin-1', set_values_to_none: ['NA', ''] });
    expect(await decode(decoder, Buffer.from('a\tb\nNA\té\n\t', 'latin1'))).toEqual([
      { a: null, b: 'é' },
      { a: null, b: null },
    ]);
  });

  it.each([
    ['has more cells than the header', 'a\n1\n2,3\n4', 'SHAPE', 'the row has 2 cells, the header 1'],
    [
      'has two values of one column',
      'a,b,a\n1,x,1\n1,x,2\n3,x,3',
      'SHAPE',
      'the column "a" stands in the header 2 times, and this row has "1" and "2"',
    ],
    ['has a byte of another charset', 'a\n1\ncaf\xe9\n4', 'ENCODING', 'the byte 0xe9'],
  ])('refuses a row that %s, and no other', async (_what, text, reason, detail) => {
    const found = await gather(build('CsvDecoder').decode(payloadOf(Buffer.from(text, 'latin1')), { headers: {} }));
    expect(found.map(({ refused }) => refused?.reason)).toEqual([undefined, reason, undefined]);
    expect(found[1]!.refused!.detail).toContain(detail);
  });

  it('refuses a row with a quote that is never closed, and shows what it took in', async () => {
    const found = await gather(build('CsvDecoder').decode(payloadOf('a,b\n1,2\n3,"x\n5,6\n7,8\n'), { headers: {} }));
    expect(found).toEqual([
      { pointer: '/0', value: { a: '1', b: '2' } },
      {
        pointer: '/1',
        value: ['3', 'x\n5,6\n7,8\n'],
        refused: { reason: 'TRUNCATED', detail: expect.stringContaining('never closed') as string },
      },
    ]);
  });

  it.each([
    ['ENCODING', 'caf\xe9,b\n1,2'],
    ['TRUNCATED', 'a,"b\n1,2'],
  ])('refuses the page as %s where the header cannot be told', async (reason, text) => {
    expect(await reasonOf(build('CsvDecoder'), Buffer.from(text, 'latin1'))).toBe(reason);
  });

  it.each<JsonObject>([{ delimiter: ',,' }, { encoding: 'no-such-encoding' }])('does not load with %j', (properties) => {
    expect(() => build('CsvDecoder', properties)).toThrow(expect.objectContaining({ code: 'MANIFEST' }) as Error);
  });
});

describe('XmlDecoder', () => {
  it.each<[string, Json]>([
    ['<root><a>1</a></root>', { root: { a: '1' } }],
    ['<root><a>1</a><a>2</a><b/></root>', { root: { a: ['1', '2'], b: null } }],
    ['<item id="1" category="books"><name>T</name></item>', { item: { '@id': '1', '@category': 'books', name: 'T' } }],
    ['<location id="123"> San Francisco </location>', { location: { '@id': '123', '#text': 'San Francisco' } }],
    ['<a>x<b>y</b>z</a>', { a: { b: 'y', '#text': 'xz' } }],
    ['<a><![CDATA[ <b> & ]]></a>', { a: '<b> &' }],
    ['<?xml version="1.0"?><!-- c --><a>&lt;&#233;&#x1F600;&amp;</a>', { a: '<é😀&' }],
    ['<ns:a xmlns:ns="u"><ns:b>1</ns:b></ns:a>', { 'ns:a': { '@xmlns:ns': 'u', 'ns:b': '1' } }],
    ['<a>  </a>', { a: null }],
    ['<a><id>007</id></a>', { a: { id: '007' } }],
    ['<a b="&eacute;&quot;">x&nbsp;&hellip;&nope;</a>', { a: { '@b': 'é"', '#text': 'x\u00a0…&nope;' } }],
    ['<a>AT&T & <![CDATA[ & &amp; ]]> &lt;</a>', { a: 'AT&T &  & &amp;  <' }],
    ['<a>&amp;nbsp;</a>', { a: '&nbsp;' }],
  ])('reads %s', async (body, value) => {
    expect(await decode(build('XmlDecoder'), body)).toEqual([value]);
  });

  it('reads the encoding that the XML declares', async () => {
    const body = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1');
    expect(await decode(build('XmlDecoder'), body)).toEqual([{ a: 'é' }]);
  });

  it.each([
    ['', 'UNPARSABLE'],
    ['<a><b>', 'TRUNCATED'],
    ['<a><b></a>', 'SHAPE'],
    ['{"a":1}', 'SHAPE'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'SHAPE'],
    [`${'<a>'.repeat(80)}${'</a>'.repeat(80)}`, 'TOO_DEEP'],
  ])('refuses %.30s as %s', async (body, reason) => {
    expect(await reasonOf(build('XmlDecoder'), body)).toBe(reason);
  });
});

describe('GzipDecoder', () => {
  const gzipOf = (decoder: JsonObject): Decoder => build('GzipDecoder', { decoder });

  it('unpacks and reads another format', async () => {
    expect(await decode(gzipOf({ type: 'CsvDecoder' }), gzipSync('a\n1'))).toEqual([{ a: '1' }]);
    expect(await decode(gzipOf({ type: 'GzipDecoder', decoder: { type: 'JsonlDecoder' } }), gzipSync(gzipSync('{"a":1}')))).toEqual([
      { a: 1 },
    ]);
  });

  it('takes what is not packed as it is', async () => {
    expect(await decode(gzipOf({ type: 'JsonDecoder' }), '[1]')).toEqual([1]);
    expect(await decode(gzipOf({ type: 'CsvDecoder' }), '')).toEqual([]);
  });

  it('refuses what ends in the middle, is broken, or is a bomb', async () => {
    const packed = gzipSync(JSON.stringify(Array.from({ length: 1000 }, () => Math.random())));
    expect(await reasonOf(gzipOf({ type: 'JsonDecoder' }), packed.subarray(0, packed.length - 20))).toBe('TRUNCATED');
    expect(await reasonOf(gzipOf({ type: 'JsonDecoder' }), Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).toBe('ENCODING');
    expect(await reasonOf(gzipOf({ type: 'JsonlDecoder' }), gzipSync(Buffer.alloc(66 * 1024 ** 2, '\n')))).toBe('TOO_LARGE');
  }, 30_000);

  it('does not load around a format that cannot stand inside', () => {
    expect(() => gzipOf({ type: 'XmlDecoder' })).toThrow('XmlDecoder cannot stand inside GzipDecoder');
  });
});

describe('ZipfileDecoder', () => {
  const zipOf = (decoder: JsonObject): Decoder => build('ZipfileDecoder', { decoder });

  it('reads every file in turn', async () => {
    const zip = makeZip({ 'a.csv': 'id\n1\n2', 'dir/': '', 'dir/b.csv': 'id\n3' });
    expect(await decode(zipOf({ type: 'CsvDecoder' }), zip)).toEqual([{ id: '1' }, { id: '2' }, { id: '3' }]);
  });

  it('reads one that is too large to be held', async () => {
    const text = Array.from({ length: 1000 }, () => `{"more":"${'y'.repeat(17_000)}"}`).join('\n');
    expect(await decode(zipOf({ type: 'JsonlDecoder' }), makeZip({ 'a.jsonl': text }, false))).toHaveLength(1000);
  }, 30_000);

  it('refuses what is no zip, or a broken one', async () => {
    expect(await reasonOf(zipOf({ type: 'JsonDecoder' }), 'PK but not a zip')).toBe('ENCODING');
    expect(await reasonOf(zipOf({ type: 'JsonDecoder' }), makeZip({ 'a.json': '[1]' }).subarray(0, 60))).toBe('ENCODING');
  });
});

describe('HtmlDecoder', () => {
  beforeAll(() => loadSelectors({ type: 'HtmlDecoder' }));

  const page = `<!doctype html><ul><li class="post"><a href="/1">First  <b>one</b></a><i>a</i><i>b</i></li>
    <li class="post"><a>Second</a></li><li>other</li></ul>`;

  it('makes a record of each element a selector finds', async () => {
    const decoder = build('HtmlDecoder', {
      items: 'li.post',
      fields: { title: 'a', link: 'a@href', tags: { selector: 'i', all: true }, kind: '@class', missing: '.none' },
    });
    expect(await decode(decoder, page)).toEqual([
      { title: 'First one', link: '/1', tags: ['a', 'b'], kind: 'post', missing: null },
      { title: 'Second', link: null, tags: [], kind: 'post', missing: null },
    ]);
  });

  it('takes elements without any of the fields for another page, but for a single one', async () => {
    const decoder = build('HtmlDecoder', { items: 'tr', fields: { id: 'td', tags: { selector: 'i', all: true } } });
    expect(await decode(decoder, '<table><tr><th>a</th></tr><tr><th>b</th></tr></table>')).toEqual([]);
    expect(await decode(decoder, '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>')).toHaveLength(2);
    expect(await decode(decoder, '<table><tr><th>a</th></tr></table>')).toHaveLength(1);
  });

  it('does not load with a selector that is none', () => {
    expect(() => build('HtmlDecoder', { items: 'li[', fields: { a: 'b' } })).toThrow('is not a CSS selector');
    expect(() => build('HtmlDecoder', { items: 'li', fields: {} })).toThrow('at least one');
  });
});
