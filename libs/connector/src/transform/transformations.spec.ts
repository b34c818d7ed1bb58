import type { Json, JsonObject } from '@twl/contracts';
import { makeContext, makeNode } from '../build/build-context.factory';
import { transformations } from './transformations';

const apply = (type: keyof typeof transformations, properties: JsonObject, record: Json, values: Record<string, Json> = {}): JsonObject => {
  const context = makeContext({ config: { shop_id: 'in-n-out', n: 3 } });
  const step = transformations[type](makeNode(type, properties, { k: 'parameter' }), context);
  const copy = structuredClone(record) as JsonObject;
  return step.apply(copy, context.scope({ record: copy, ...values }));
};

describe('AddFields', () => {
  const field = (path: string[], value: string, value_type?: string): JsonObject => ({
    path,
    value,
    ...(value_type ? { value_type } : {}),
  });

  it.each<[JsonObject[], JsonObject, JsonObject]>([
    [[field(['path'], 'static_value')], { k: 'v' }, { k: 'v', path: 'static_value' }],
    [[field(['p1'], '1'), field(['p2'], 'two')], { k: 'v' }, { k: 'v', p1: 1, p2: 'two' }],
    [[field(['p'], '9', 'string'), field(['q'], '9', 'integer')], {}, { p: '9', q: 9 }],
    [[field(['f'], '0.5', 'number'), field(['i'], '5', 'number')], {}, { f: 0.5, i: '5' }],
    [[field(['b'], '{{ True }}', 'boolean')], {}, { b: true }],
    [[field(['nested', 'field'], 'v')], { nested: { n: 1 } }, { nested: { n: 1, field: 'v' } }],
    [[field(['nested', 'array', '0'], 'v')], {}, { nested: { array: ['v'] } }],
    [[field(['list', '5'], 'v')], { list: ['a'] }, { list: ['a', null, null, null, null, 'v'] }],
    [[field(['shop'], '{{ config["shop_id"] }}')], {}, { shop: 'in-n-out' }],
    [[field(['slice'], '{{ stream_slice["start_date"] }}')], {}, { slice: '2021-01-01' }],
    [[field(['unnested'], '{{ record["nested"]["field"] }}')], { nested: { field: 'v' } }, { nested: { field: 'v' }, unnested: 'v' }],
    [[field(['a'], '1'), field(['b'], '{{ record.a + 1 }}')], {}, { a: 1, b: 2 }],
    [[field(['p'], '{{ parameters.k }}')], {}, { p: 'parameter' }],
    [[field(['x'], '{{ 2 * 2 }}')], { x: 'before' }, { x: 4 }],
    [[field(['x'], '{{ none }}')], {}, { x: null }],
    [[field(['x'], '{{ record.none }}')], {}, { x: '' }],
    [[field(['a', 'b'], 'v')], { a: null }, { a: { b: 'v' } }],
  ])('%j', (fields, record, expected) => {
    expect(apply('AddFields', { fields }, record, { stream_slice: { start_date: '2021-01-01' } })).toEqual(expected);
  });

  it.each<[string, JsonObject]>([
    ["{{ record['k'] == 'v' }}", { k: 'v', p: 5 }],
    ["{{ record['k'] == 'w' }}", { k: 'v' }],
    ['{{ value > 4 }}', { k: 'v', p: 5 }],
    ['{{ value > 5 }}', { k: 'v' }],
    ["{{ path == ['p'] }}", { k: 'v', p: 5 }],
  ])('adds only where %s holds', (condition, expected) => {
    expect(apply('AddFields', { fields: [field(['p'], '5')], condition }, { k: 'v' })).toEqual(expected);
  });

  it('adds a key named __proto__ as data', () => {
    const record = apply('AddFields', { fields: [field(['__proto__', 'x'], '1')] }, {});
    expect(JSON.stringify(record)).toBe('{"__proto__":{"x":1}}');
  });

  it('fails for a place inside a plain value', () => {
    expect(() => apply('AddFields', { fields: [field(['k', 'x'], '1')] }, { k: 'v' })).toThrow('holds a plain value');
    expect(() => apply('AddFields', { fields: [field(['k', '99999999'], '1')] }, { k: [] })).toThrow('a list would need');
  });

  it('does not load without a path or with an unknown type', () => {
    expect(() => apply('AddFields', { fields: [field([], '1')] }, {})).toThrow('path must name a field');
    expect(() => apply('AddFields', { fields: [field(['a'], '1', 'date')] }, {})).toThrow('value_type must be one of');
  });
});

describe('RemoveFields', () => {
  it.each<[string[][], JsonObject, JsonObject]>([
    [[['k1']], { k1: 'v' }, {}],
    [[['k1'], ['k2']], { k1: 'v', k2: 'v' }, {}],
    [[['k1', 'n']], { k1: { n: 'v', m: 1 } }, { k1: { m: 1 } }],
    [[['k1', '0']], { k1: ['a', 'b'] }, { k1: [null, 'b'] }],
    [[['k1', '1']], { k1: ['a', 'b'] }, { k1: ['a'] }],
    [[['k1', '0', 'n']], { k1: [{ n: 1, m: 2 }] }, { k1: [{ m: 2 }] }],
    [[['none']], { k: 'v' }, { k: 'v' }],
    [[['none', 'deeper']], { k: 'v' }, { k: 'v' }],
    [[['k', 'v']], { k: 'v' }, { k: 'v' }],
    [[['*', 'password']], { a: { password: 1, x: 1 }, b: { password: 2 } }, { a: { x: 1 }, b: {} }],
    [[['**', 'name']], { name: 1, a: { name: 2, b: [{ name: 3, c: 4 }] } }, { a: { b: [{ c: 4 }] } }],
    [[['**']], { a: 1, b: { c: 2 } }, {}],
    [[['x*']], { x1: 1, x2: 2, y: 3 }, { y: 3 }],
    [[['*', '-1']], { a: [1, 2], b: [3] }, { a: [1], b: [] }],
    [[['*', '-2', 'n']], { a: [{ n: 1, m: 2 }, { n: 3 }] }, { a: [{ m: 2 }, { n: 3 }] }],
    [[['constructor']], { a: 1 }, { a: 1 }],
  ])('%j of %j', (field_pointers, record, expected) => {
    expect(apply('RemoveFields', { field_pointers }, record)).toEqual(expected);
  });

  it('removes every plain value a condition holds for', () => {
    const record = { a: '', b: { c: '', d: 'x' }, e: [1, ''], f: null };
    expect(apply('RemoveFields', { field_pointers: [['**']], condition: "{{ property == '' }}" }, record)).toEqual({
      b: { d: 'x' },
      e: [1],
      f: null,
    });
  });
});

describe('KeysToLower', () => {
  it('changes the keys of the top only', () => {
    expect(apply('KeysToLower', {}, { Name: 1, name: 2 })).toEqual({ name: 1 });
    expect(apply('KeysToLower', {}, { name: 2, Name: 1 })).toEqual({ name: 1 });
    expect(apply('KeysToLower', {}, { 'wIth SpAcE': { AbC: 1 }, ID: 2 })).toEqual({ 'with space': { AbC: 1 }, id: 2 });
  });
});

describe('KeysToSnakeCase', () => {
  it.each([
    ['createdAt', 'created_at'],
    ['Created At', 'created_at'],
    ['ABCTest', 'abctest'],
    ['FirstName', 'first_name'],
    ['some-key.x', 'some_key_x'],
    ['2nd', '_2_nd'],
    ['Identificación', 'identificacion'],
    ['Straße', 'strasse'],
    ['a  b', 'a_b'],
    ['_id', '_id'],
    ['id_', 'id_'],
    ['ключ', 'klyuch'],
    ['日本', '日本'],
    ['customer 名前', 'customer_名前'],
    ['👍 up', '_up'],
    ['', ''],
  ])('%s becomes %s', (key, expected) => {
    expect(Object.keys(apply('KeysToSnakeCase', {}, { [key]: 1 }))).toEqual([expected]);
  });

  it('goes into objects, not into lists', () => {
    expect(apply('KeysToSnakeCase', {}, { aB: { cD: 1 }, eF: [{ gH: 2 }] })).toEqual({ a_b: { c_d: 1 }, e_f: [{ gH: 2 }] });
  });
});

describe('KeysReplace', () => {
  it.each<[string, string, JsonObject]>([
    [' ', '_', { date_time: 1, customer_id: { a_b: 2 } }],
    ['{{ config["n"] }}', 'x', { 'date time': 1, 'customer id': { 'a b': 2 } }],
    ['{{ record["date time"] }}', '', { 'date time': 1, 'customer id': { 'a b': 2 } }],
  ])('%j by %j', (old, fresh, expected) => {
    expect(apply('KeysReplace', { old, new: fresh }, { 'date time': 1, 'customer id': { 'a b': 2 } })).toEqual(expected);
  });
});

describe('FlattenFields', () => {
  it.each<[JsonObject, boolean, JsonObject]>([
    [{ a: 1, b: { c: 2 } }, true, { a: 1, c: 2 }],
    [{ b: { a: 2 }, a: 1 }, true, { a: 1, 'b.a': 2 }],
    [{ a: 1, b: { a: 2 } }, true, { a: 1 }],
    [{ a: [1, { b: 2 }] }, true, { 'a.0': 1, 'a.1.b': 2 }],
    [{ a: [1, 2], b: { c: 3 } }, false, { a: [1, 2], c: 3 }],
    [{ a: {}, b: [], c: null }, true, { c: null }],
  ])('%j', (record, flatten_lists, expected) => {
    expect(apply('FlattenFields', { flatten_lists }, record)).toEqual(expected);
  });
});

describe('DpathFlattenFields', () => {
  const record = { field1: 1, field2: { x: 5, y: [6] }, field3: { deep: { z: 7 } } };

  it.each<[JsonObject, JsonObject]>([
    [{ field_path: ['field2'] }, { ...record, x: 5, y: [6] }],
    [
      { field_path: ['field2'], delete_origin_value: true },
      { field1: 1, field3: { deep: { z: 7 } }, x: 5, y: [6] },
    ],
    [
      { field_path: ['field2'], replace_record: true },
      { x: 5, y: [6] },
    ],
    [{ field_path: ['field3', 'deep'] }, { ...record, z: 7 }],
    [{ field_path: ['*', 'deep'] }, { ...record, z: 7 }],
    [{ field_path: ['field1'] }, record],
    [{ field_path: ['none'] }, record],
    [
      { field_path: ['field2'], key_transformation: { type: 'KeyTransformation', prefix: 'p_', suffix: '_s' } },
      { ...record, p_x_s: 5, p_y_s: [6] },
    ],
  ])('%j', (properties, expected) => {
    expect(apply('DpathFlattenFields', properties, record)).toEqual(expected);
  });

  it('leaves a record alone whose keys would be overwritten', () => {
    const taken = { x: 1, field2: { x: 5 } };
    expect(apply('DpathFlattenFields', { field_path: ['field2'], delete_origin_value: true }, taken)).toEqual(taken);
  });
});
