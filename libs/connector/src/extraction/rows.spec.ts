import type { Json, JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import { makeContext, makeNode } from '../build/build-context.factory';
import { limits } from '../payload/bytes';
import type { Located } from '../roles/roles';
import { extractors } from './extractors';

const padding = ' '.repeat(limits.whole + 1);

const extract = async (properties: JsonObject, body: string, decoder?: string): Promise<Located[]> => {
  const context = makeContext({ config: { shop: 'north' } });
  const built = decoder ? context.with({ decoder: context.build('decoder', makeNode(decoder)) }) : context;
  const extractor = extractors.DpathExtractor(makeNode('DpathExtractor', properties, { second: 'v' }), built);
  const found: Located[] = [];
  for await (const items of extractor.extract({ body: payloadOf(body), headers: {}, scope: context.scope() })) found.push(...items);
  return found;
};

/** What an item comes to: its value, or why it is refused. */
const outcome = ({ value, refused }: Located): Json => (refused ? refused.detail : value);

const market = { prices: [['a', 1.5], ['b', null, 7], ['c']] };
const sheet = {
  range: 'A1:C3',
  values: [
    ['id', '', 3],
    ['x', 'y'],
    ['z', null, 0],
  ],
};
const table = {
  rows: [
    [1, 'Ann'],
    [2, 'Bo'],
  ],
  meta: { columns: [{ name: 'id' }, { name: 'who' }] },
};
const rates = { rates: { '2026-01-01': { USD: 1.1, 'E/U': 0 }, '2026-01-02': { USD: null } } };

/** Properties of the extractor, the response, what comes out. */
const cases: [what: string, properties: JsonObject, body: Json, expected: Json[]][] = [
  [
    'cells get the names given; a row that is shorter has fewer fields, one that is longer is refused',
    { field_path: ['prices'], columns: ['t', "{{ parameters['second'] }}"] },
    market,
    [{ t: 'a', v: 1.5 }, 'the row has 3 cells, and there are names for 2 (columns: an empty name leaves a cell out)', { t: 'c' }],
  ],
  [
    'blank rows are none, and empty cells behind the last name are nothing',
    { field_path: ['values'], columns_from: 'first_row' },
    { values: [[], ['id', 'n'], [], ['1', 'a', '', null], [], ['2', 'b', 'c'], []] },
    [{ id: '1', n: 'a' }, 'the row has 3 cells, and there are names for 2 (columns: an empty name leaves a cell out)'],
  ],
  ['a cell without a name is left out', { field_path: ['prices'], columns: ['t', null, ''] }, market, [{ t: 'a' }, { t: 'b' }, { t: 'c' }]],
  [
    'the first row names the columns, one without a name by its place',
    { field_path: ['values'], columns_from: 'first_row' },
    sheet,
    [
      { id: 'x', column_2: 'y' },
      { id: 'z', column_2: null, '3': 0 },
    ],
  ],
  [
    'the response names the columns, before the rows or after them',
    { field_path: ['rows'], columns_from: ['meta', 'columns', '*', 'name'] },
    table,
    [
      { id: 1, who: 'Ann' },
      { id: 2, who: 'Bo' },
    ],
  ],
  ['rows stand at the top', { field_path: [], columns: ['a', 'b'] }, [[[1], { x: 2 }], [3]], [{ a: [1], b: { x: 2 } }, { a: 3 }]],
  [
    'the first of rows at the top names them',
    { field_path: [], columns_from: 'first_row' },
    [
      ['NAME', 'POP'],
      ['Ohio', '9'],
    ],
    [{ NAME: 'Ohio', POP: '9' }],
  ],
  ['objects among rows stay', { field_path: ['rows'], columns: ['a'] }, { rows: [[1], { a: 2, z: 3 }] }, [{ a: 1 }, { a: 2, z: 3 }]],
  [
    'plain values get a name, empty ones too',
    { field_path: ['ids'], value_field: 'id' },
    { ids: [0, 'x', null, [2], { id: 3 }] },
    [{ id: 0 }, { id: 'x' }, { id: null }, { id: [2] }, { id: 3 }],
  ],
  ['plain values at the top get a name', { field_path: [], value_field: 'id' }, [0, '', 7], [{ id: 0 }, { id: '' }, { id: 7 }]],
  ['an empty response has no items', { field_path: [], value_field: 'id' }, {}, []],
  [
    'the key of a mapping is kept',
    { field_path: ['series', '*'], key_field: 'date' },
    { series: { '2026-01-01': { close: 1 }, '2026/01~02': { close: 1 }, own: { date: 'own' }, other: { date: 5 } } },
    [
      { close: 1, date: '2026-01-01' },
      { close: 1, date: '2026/01~02' },
      { date: 'own' },
      'the item has a field "date" of its own (choose another key_field)',
    ],
  ],
  [
    'the keys of mappings in each other are kept, with plain values',
    { field_path: ['rates', '*', '*'], key_field: ['day', 'currency'], value_field: 'rate' },
    rates,
    [
      { rate: 1.1, day: '2026-01-01', currency: 'USD' },
      { rate: 0, day: '2026-01-01', currency: 'E/U' },
      { rate: null, day: '2026-01-02', currency: 'USD' },
    ],
  ],
  [
    'the key of a mapping of lists is kept with each of their elements',
    { field_path: ['groups', '*', '*'], key_field: ['group', ''], columns: ['n'] },
    { groups: { __proto__x: [[1], [2]], b: [] } },
    [
      { n: 1, group: '__proto__x' },
      { n: 2, group: '__proto__x' },
    ],
  ],
  [
    'a key is not lost with a plain value or a list that has no name',
    { field_path: ['*'], key_field: 'k' },
    { a: 1, b: [2] },
    [
      'key_field needs an object, so name what is below the key with value_field',
      'key_field needs an object, so name what is below the key with columns',
    ],
  ],
  [
    'a place in the list that the response is',
    { field_path: ['1'] },
    [{ page: 1, pages: 2 }, [{ id: 'a' }, { id: 'b' }]],
    [{ id: 'a' }, { id: 'b' }],
  ],
  ['such a place written as a number', { field_path: [1] }, [{ page: 1 }, [{ id: 'a' }]], [{ id: 'a' }]],
  ['a path below such a place', { field_path: ['1', 'rows', '*'] }, [{}, { rows: { a: { id: 1 } } }], [{ id: 1 }]],
  ['a place that is not there', { field_path: ['1'] }, [{ message: 'no such country' }], []],
  [
    'rows at such a place',
    { field_path: [1], columns: ['a', 'b'] },
    [
      { page: 1 },
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  ],
  [
    'rows without any declaration stay lists',
    { field_path: [] },
    [
      [1, 2],
      [null, {}],
    ],
    [
      [1, 2],
      [null, {}],
    ],
  ],
  ['lists of objects at the top are still items', { field_path: [] }, [[{ id: 1 }, { id: 2 }], []], [{ id: 1 }, { id: 2 }]],
  [
    'elements of a list inside of a record',
    {
      field_path: ['*'],
      key_field: 'symbol',
      columns: ['t', 'v'],
      record_expander: { type: 'RecordExpander', expand_records_from_field: ['prices'], merge_parent: true },
    },
    {
      AAPL: {
        prices: [
          ['a', 1],
          ['b', 2, 3],
        ],
      },
    },
    [{ symbol: 'AAPL', t: 'a', v: 1 }, 'the row has 3 cells, and there are names for 2 (columns: an empty name leaves a cell out)'],
  ],
];

describe('items that are no objects', () => {
  it.each(cases)('%s', async (_what, properties, body, expected) => {
    const text = JSON.stringify(body);
    const found = await extract(properties, text);
    expect(found.map(outcome)).toEqual(expected);
    const streamed = await extract(properties, padding + text);
    expect(streamed).toEqual(found);
  });

  it('are found at a place counted from the end, where the response can be held whole', async () => {
    const body = '[[{"id":1}],{"total":2}]';
    expect((await extract({ field_path: ['-2'] }, body)).map(outcome)).toEqual([{ id: 1 }]);
    await expect(extract({ field_path: ['-2'] }, padding + body)).rejects.toMatchObject({ reason: 'TOO_LARGE' });
    expect((await extract({ field_path: ['0', 'i[d]'] }, `${padding}[{"id":{"a":1}}]`)).map(outcome)).toEqual([{ a: 1 }]);
  });

  it('are read from lines, where each is a row', async () => {
    const lines = '["id","n"]\n["a",1]\n[["b"],2]\n';
    const found = await extract({ field_path: [], columns_from: 'first_row' }, lines, 'JsonlDecoder');
    expect(found.map(outcome)).toEqual([
      { id: 'a', n: 1 },
      { id: ['b'], n: 2 },
    ]);
    expect((await extract({ field_path: [], value_field: 'n' }, '0\n7\n', 'JsonlDecoder')).map(outcome)).toEqual([{ n: 0 }, { n: 7 }]);
  });

  it('that came before a break are given', async () => {
    const found: Located[] = [];
    const read = async () => {
      const context = makeContext();
      const extractor = extractors.DpathExtractor(makeNode('DpathExtractor', { field_path: [], columns: ['a'] }), context);
      const page = { body: payloadOf(`${padding}[[1],[2],[`), headers: {}, scope: context.scope() };
      for await (const items of extractor.extract(page)) found.push(...items);
    };
    await expect(read()).rejects.toMatchObject({ reason: 'TRUNCATED' });
    expect(found.map(outcome)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each<[string, JsonObject, Json]>([
    ['the first row, which is not a list', { field_path: ['rows'], columns_from: 'first_row' }, { rows: [{ a: 1 }] }],
    [
      'the first row, with a name twice',
      { field_path: ['rows'], columns_from: 'first_row' },
      {
        rows: [
          ['a', 'a'],
          [1, 2],
        ],
      },
    ],
    [
      'the first row, with a list in it',
      { field_path: ['rows'], columns_from: 'first_row' },
      {
        rows: [
          ['a', []],
          [1, 2],
        ],
      },
    ],
    ['names that are not there', { field_path: ['rows'], columns_from: ['cols'] }, { rows: [[1]] }],
  ])('set the page aside where it cannot name the columns: %s', async (_what, properties, body) => {
    for (const text of [JSON.stringify(body), padding + JSON.stringify(body)])
      await expect(extract(properties, text)).rejects.toMatchObject({ reason: 'SHAPE' });
  });

  it.each<[JsonObject, string]>([
    [{ field_path: ['a'], key_field: 'k' }, 'write "*" where the keys are'],
    [{ field_path: ['*', '*'], key_field: 'k' }, 'needs a list of 2 names'],
    [{ field_path: ['**', '*'], key_field: 'k' }, 'key_field cannot be used with ** in field_path'],
    [{ field_path: [], columns: [] }, 'columns needs at least one name'],
    [{ field_path: [], columns: ['a', 'b', 'a'] }, 'columns has "a" twice'],
    [{ field_path: [], columns: ['a'], columns_from: 'first_row' }, 'remove one of them'],
    [{ field_path: [], columns_from: 'header' }, 'columns_from must be first_row, or the path'],
    [
      { field_path: [], columns_from: 'first_row', record_expander: { type: 'RecordExpander', expand_records_from_field: ['a'] } },
      'give the names with columns',
    ],
  ])('are refused at once where the declaration cannot be followed: %j', async (properties, message) => {
    await expect(extract(properties, '[]')).rejects.toThrow(message);
  });
});
