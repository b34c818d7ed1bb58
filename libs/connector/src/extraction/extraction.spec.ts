import type { Json, JsonObject } from '@twl/contracts';
import { gzipSync } from 'node:zlib';
import { payloadOf } from '@twl/ports';
import { makeContext, makeNode } from '../build/build-context.factory';
import type { Located } from '../roles/roles';
import { extractors } from './extractors';

interface Extraction {
  type?: 'DpathExtractor' | 'ResponseToFileExtractor';
  config?: JsonObject;
  parameters?: JsonObject;
  headers?: Record<string, string>;
}

const extract = async (properties: JsonObject, body: Json | Uint8Array, options: Extraction = {}): Promise<Located[]> => {
  const { type = 'DpathExtractor', config = {}, parameters, headers = {} } = options;
  const context = makeContext({ config });
  const extractor = extractors[type](makeNode(type, properties, parameters), context);
  const content = body instanceof Uint8Array ? body : typeof body === 'string' ? body : JSON.stringify(body);
  const found: Located[] = [];
  for await (const items of extractor.extract({ body: payloadOf(content), headers, scope: context.scope() })) found.push(...items);
  return found;
};

const values = async (...given: Parameters<typeof extract>): Promise<Json[]> => (await extract(...given)).map(({ value }) => value);

describe('DpathExtractor', () => {
  it.each<[string[], Json, Json[]]>([
    [['data'], { data: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
    [['data'], { id: 1 }, []],
    [['data'], { data: {} }, []],
    [['data'], { data: null }, []],
    [['data'], { data: { id: 1 } }, [{ id: 1 }]],
    [['data', 'records'], { data: { records: [{ id: 1 }] } }, [{ id: 1 }]],
    [[], [{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 2 }]],
    [[], { id: 1 }, [{ id: 1 }]],
    [[], [], []],
    [[], {}, []],
    [['data', '*', 'record'], { data: [{ record: { id: 1 } }, { record: { id: 2 } }] }, [{ id: 1 }, { id: 2 }]],
    [['data', '*', 'record'], { data: [{ id: 1 }, { id: 2 }] }, []],
    [['data', '*'], { data: [{ id: 1 }, [2]] }, [{ id: 1 }, [2]]],
    [['*'], { a: { id: 1 }, b: { id: 2 } }, [{ id: 1 }, { id: 2 }]],
    [
      ['data', '*', 'list', 'data2', '*'],
      { data: [{ list: { data2: [{ id: 1 }, { id: 2 }] } }, { list: { data2: [{ id: 3 }] } }] },
      [{ id: 1 }, { id: 2 }, { id: 3 }],
    ],
    [['data', '0'], { data: [[{ id: 1 }], []] }, [{ id: 1 }]],
    [['data', '-1'], { data: [{ id: 1 }, { id: 2 }] }, [{ id: 2 }]],
    [['data'], [{ data: [1] }, { data: [2] }], [1, 2]],
    [['d?ta'], { data: [1] }, [1]],
    [['data', 'x[12]'], { data: { x1: [1] } }, [1]],
    [['**', '-2', 'id'], { a: [{ id: 1 }, { id: 2 }, { id: 3 }] }, [2]],
    [['*', '**', 'id'], { a: { b: { id: 1 }, id: 2 } }, [2, 1]],
    [['{{ config.field }}'], { data: [1] }, [1]],
    [['{{ parameters.name }}', 'b'], { users: { b: [1] } }, [1]],
    [['__proto__'], JSON.parse('{"__proto__":[1]}') as Json, [1]],
    [['constructor'], { a: 1 }, []],
  ])('%j in %j', async (field_path, body, expected) => {
    expect(await values({ field_path }, body, { config: { field: 'data' }, parameters: { name: 'users' } })).toEqual(expected);
  });

  it('does not guess which of several places is meant', async () => {
    await expect(values({ field_path: ['d?ta'] }, { data: [1], dota: [2] })).rejects.toThrow(
      'leads to several places, among them /data and /dota',
    );
  });

  it('points into the page', async () => {
    const found = await extract({ field_path: ['a/b', '*', '~c'] }, { 'a/b': [{ '~c': 1 }, { '~c': 2 }] });
    expect(found.map(({ pointer }) => pointer)).toEqual(['/a~1b/0/~0c', '/a~1b/1/~0c']);
  });
});

describe('RecordExpander', () => {
  const expand = (expander: JsonObject, body: Json) =>
    values({ field_path: ['data'], record_expander: { type: 'RecordExpander', ...expander } }, body);
  const order = { id: 'o1', lines: { data: [{ id: 1 }, { id: 2 }] }, tags: ['x'] };

  it.each<[JsonObject, Json[]]>([
    [{ expand_records_from_field: ['lines', 'data'] }, [{ id: 1 }, { id: 2 }]],
    [
      { expand_records_from_field: ['lines', 'data'], remain_original_record: true },
      [
        { id: 1, original_record: order },
        { id: 2, original_record: order },
      ],
    ],
    [{ expand_records_from_field: ['*', 'data'] }, [{ id: 1 }, { id: 2 }]],
    [{ expand_records_from_field: ['tags'] }, ['x']],
    [{ expand_records_from_field: ['tags'], remain_original_record: true }, [{ value: 'x', original_record: order }]],
    [{ expand_records_from_field: ['none'] }, []],
    [{ expand_records_from_field: ['none'], on_no_records: 'emit_parent' }, [order]],
    [{ expand_records_from_field: ['id'], on_no_records: 'emit_parent' }, [order]],
  ])('%j', async (expander, expected) => {
    expect(await expand(expander, { data: [order] })).toEqual(expected);
  });

  it('points to each element', async () => {
    const found = await extract(
      { field_path: ['data'], record_expander: { type: 'RecordExpander', expand_records_from_field: ['lines', 'data'] } },
      { data: [order] },
    );
    expect(found.map(({ pointer }) => pointer)).toEqual(['/data/0/lines/data/0', '/data/0/lines/data/1']);
  });
});

describe('ResponseToFileExtractor', () => {
  const type = 'ResponseToFileExtractor';
  const csv = 'id,name,name,\n1,NA,x,\n2,,"a\nb",5\n';
  const rows = [
    { id: '1', name: null, 'name.1': 'x', 'Unnamed: 3': null },
    { id: '2', name: null, 'name.1': 'a\nb', 'Unnamed: 3': '5' },
  ];

  it('reads CSV, plain or packed, null bytes taken out', async () => {
    expect(await values({}, csv, { type })).toEqual(rows);
    expect(await values({}, gzipSync(csv), { type })).toEqual(rows);
    expect(await values({}, csv.replace('x', 'x\0'), { type })).toEqual(rows);
    expect(await values({}, '', { type })).toEqual([]);
  });

  it('keeps words that look like missing values where it is told to', async () => {
    const found = await values({ preserve_na_values: true }, 'a,b\nNA,\n', { type });
    expect(found).toEqual([{ a: 'NA', b: null }]);
  });

  it('reads the encoding that the response names', async () => {
    const headers = { 'content-type': 'text/csv; charset=iso-8859-1' };
    expect(await values({}, Buffer.from('a\né', 'latin1'), { type, headers })).toEqual([{ a: 'é' }]);
  });
});
