import type { Json, JsonObject } from '@twl/contracts';
import { payloadOf } from '@twl/ports';
import { makeContext, makeNode } from '../build/build-context.factory';
import type { Selected } from '../roles/roles';
import { recordSelectors } from './record-selectors';

interface Selection {
  filter?: string;
  transformations?: JsonObject[];
  schema?: JsonObject;
  properties?: JsonObject;
  values?: Record<string, Json>;
  clientSide?: boolean;
}

const select = async (body: Json, options: Selection): Promise<Selected[]> => {
  const { filter, transformations: steps = [], schema, properties = {}, values = {}, clientSide } = options;
  const plain = makeContext({ config: { limit: 2 } });
  const context = plain.with({
    selection: {
      transformations: steps.map((step) => plain.build('transformation', makeNode(String(step['type']), step))),
      schema: schema && { load: async () => schema },
      clientSide,
    },
  });
  const node = makeNode('RecordSelector', {
    extractor: { type: 'DpathExtractor', field_path: ['data'] },
    ...(filter === undefined ? {} : { record_filter: { type: 'RecordFilter', condition: filter } }),
    ...properties,
  });
  const found: Selected[] = [];
  const page = { body: payloadOf(JSON.stringify(body)), headers: {}, scope: context.scope(values) };
  for await (const items of recordSelectors.RecordSelector(node, context).select(page)) found.push(...items);
  return found;
};

const data = [
  { id: 1, at: '2021-01-01' },
  { id: 2, at: '2021-01-05' },
  { id: 3, at: '2021-01-09' },
];
const kinds = (items: Selected[]): string[] => items.map(({ kind }) => kind);

describe('RecordSelector', () => {
  it.each<[string, number[]]>([
    ["{{ record['id'] > 1 }}", [2, 3]],
    ["{{ record['at'] > stream_interval['start_time'] }}", [2, 3]],
    ["{{ record['at'] >= stream_slice.start_time and record.id < 3 }}", [1, 2]],
    ["{{ record['id'] == config['limit'] }}", [2]],
    ["{{ record['none'].deeper }}", []],
    ["{{ record['none'] > 5 }}", []],
    ["{{ record['at'] > 5 }}", [1, 2, 3]],
    ['', []],
    ['{{ True }}', [1, 2, 3]],
  ])('keeps what %j holds for', async (filter, ids) => {
    const values = { stream_slice: { start_time: '2021-01-01' } };
    const found = await select({ data }, { filter, values });
    expect(found.flatMap((item) => (item.kind === 'record' ? [item.data['id']] : []))).toEqual(ids);
    expect(found).toHaveLength(3);
    expect(found.map(({ itemIndex }) => itemIndex)).toEqual([0, 1, 2]);
  });

  it('filters before it transforms, or after where it is told to or compares with a cursor', async () => {
    const options = {
      filter: "{{ record.get('late') == True }}",
      transformations: [{ type: 'AddFields', fields: [{ path: ['late'], value: '{{ record.id > 2 }}' }] }],
    };
    const [before, after] = [
      ['filtered', 'filtered', 'filtered'],
      ['filtered', 'filtered', 'record'],
    ];
    expect(kinds(await select({ data }, options))).toEqual(before);
    expect(kinds(await select({ data }, { ...options, properties: { transform_before_filtering: true } }))).toEqual(after);
    expect(kinds(await select({ data }, { ...options, clientSide: true }))).toEqual(after);
    expect(kinds(await select({ data }, { ...options, clientSide: true, properties: { transform_before_filtering: false } }))).toEqual(
      before,
    );
  });

  it('refuses one record that cannot be transformed and keeps the others', async () => {
    const body = { data: [{ id: 1, at: '2021-01-01' }, { id: 2, at: 'yesterday' }, 'text', { id: 3, at: '2021-01-03' }] };
    const found = await select(body, {
      transformations: [{ type: 'AddFields', fields: [{ path: ['year'], value: "{{ format_datetime(record.at, '%Y') }}" }] }],
    });
    expect(kinds(found)).toEqual(['record', 'refused', 'refused', 'record']);
    expect(found[1]).toMatchObject({ itemIndex: 1, pointer: '/data/1', reason: 'TRANSFORM', data: { id: 2, at: 'yesterday' } });
    expect(found[2]).toMatchObject({ itemIndex: 2, pointer: '/data/2', reason: 'SHAPE' });
    expect(found[2]).toMatchObject({ detail: expect.stringMatching(/^the item is a string, not an object \(.*value_field/) });
  });

  it('takes the time of the page for now', async () => {
    const steps = [{ type: 'AddFields', fields: [{ path: ['now'], value: '{{ now_utc().timestamp() | int }}' }] }];
    const [item] = await select({ data: [{ id: 1 }] }, { transformations: steps });
    expect(item).toMatchObject({ data: { now: 1769860800 } });
  });

  it('casts values to the schema where it is told to', async () => {
    const schema: JsonObject = { properties: { id: { type: ['null', 'string'] }, at: { type: 'string' } } };
    const properties = { schema_normalization: 'Default' };
    expect(await select({ data: [{ id: 1 }] }, { schema, properties })).toMatchObject([{ data: { id: '1' } }]);
    expect(await select({ data: [{ id: 1 }] }, { schema })).toMatchObject([{ data: { id: 1 } }]);
  });

  it('gives the same twice', async () => {
    const steps = [{ type: 'AddFields', fields: [{ path: ['n'], value: '{{ record.id * 2 }}' }] }];
    const [once, again] = [await select({ data }, { transformations: steps }), await select({ data }, { transformations: steps })];
    expect(again).toEqual(once);
  });
});

describe('an item that is a list', () => {
  const rows: Json = [
    ['a', 1.5, null],
    ['b', '7', [1]],
  ];
  const add = (path: string, value: string, more: JsonObject = {}): JsonObject => ({
    type: 'AddFields',
    fields: [{ path: [path], value }],
    ...more,
  });
  const outcomes = (found: Selected[]): Json[] => found.map((item) => (item.kind === 'record' ? item.data : item.kind));

  it.each<[what: string, transformations: JsonObject[], expected: Json[]]>([
    ['by place', [add('t', '{{ record[0] }}')], [{ t: 'a' }, { t: 'b' }]],
    ['by place from the end', [add('v', '{{ record[-2] }}')], [{ v: 1.5 }, { v: 7 }]],
    [
      'in steps, one of which reads what the one before added',
      [add('t', '{{ record[0] }}'), add('u', "{{ record['t'] ~ record.t ~ record[1] }}")],
      [
        { t: 'a', u: 'aa1.5' },
        { t: 'b', u: 'bb7' },
      ],
    ],
    [
      'as slices and walks',
      [add('n', '{{ record[1:] | length }}'), add('all', '{% for cell in record %}{{ cell }};{% endfor %}')],
      [
        { n: 2, all: 'a;1.5;None;' },
        { n: 2, all: 'b;7;[1];' },
      ],
    ],
    ['with filters', [add('t', '{{ record | first }}')], [{ t: 'a' }, { t: 'b' }]],
    ['under a condition', [add('t', '{{ record[0] }}', { condition: "{{ record[1] == '7' }}" })], ['refused', { t: 'b' }]],
    [
      'then shaped further',
      [
        add('T', '{{ record[0] }}'),
        add('x', '{{ record[2] }}'),
        { type: 'KeysToLower' },
        { type: 'RemoveFields', field_pointers: [['x']] },
      ],
      [{ t: 'a' }, { t: 'b' }],
    ],
    [
      'and one without its cells is refused',
      [add('part', '{{ stream_slice.part }}'), add('id', "{{ record['id'] }}"), add('hash', '{{ record | hash }}')],
      ['refused', 'refused'],
    ],
    ['and one without any field is refused', [], ['refused', 'refused']],
  ])('is read %s', async (_what, transformations, expected) => {
    expect(outcomes(await select({ data: rows }, { transformations, values: { stream_slice: { part: 'p' } } }))).toEqual(expected);
  });

  it.each<[filter: string, first: boolean, expected: Json[]]>([
    ["{{ record[1] == '7' }}", false, ['filtered', { t: 'b' }]],
    ["{{ record[1] == '7' and record.t == 'b' }}", true, ['filtered', { t: 'b' }]],
    ["{{ record['id'] > 7 }}", false, ['refused', 'refused']],
  ])('is filtered by %j', async (filter, first, expected) => {
    const transformations = [add('t', '{{ record[0] }}')];
    expect(outcomes(await select({ data: rows }, { filter, transformations, properties: { transform_before_filtering: first } }))).toEqual(
      expected,
    );
  });

  it('is refused with its data, and the record beside it keeps its own fields', async () => {
    const found = await select({ data: [['a'], { id: 1, t: 't' }] }, { transformations: [add('u', "{{ record['t'] }}")] });
    expect(found[0]).toMatchObject({
      kind: 'refused',
      data: ['a'],
      detail: expect.stringMatching(/columns of the extractor, or read them as record\[0\]/),
    });
    expect(found[1]).toMatchObject({ kind: 'record', data: { id: 1, t: 't', u: 't' } });
  });
});
