import type { Json } from '@twl/contracts';
import { createInterpolator } from './interpolator';
import { makeScope } from './template.factory';

const nested = (value: Json): Json => createInterpolator().compileNested(value, { b: 2, k: 'key' }).value(makeScope());

describe('a nested template', () => {
  it.each<[Json, Json]>([
    [
      { a: '{{ config.name }}', b: 'B' },
      { a: 'airbyte', b: 'B' },
    ],
    [{ '{{ parameters.k }}': '{{ parameters.b }}' }, { key: 2 }],
    [{ '{{ 1 }}': 1 }, { '1': 1 }],
    [{ list: ['{{ config.a }}', { deep: '{{ record.x }}' }, 5, true, null] }, { list: [1, { deep: 'hello' }, 5, true, null] }],
    [
      { none: '{{ config.missing }}', empty: '', deep: '{{ config.missing.x }}' },
      { none: null, empty: null, deep: null },
    ],
    ['{{ config.d }}', { k: 'v', z: { q: 5 } }],
    [{ a: '{{ [1, 2] }}' }, { a: [1, 2] }],
    [7, 7],
  ])('%j becomes %j', (value, expected) => {
    expect(nested(value)).toEqual(expected);
  });

  it('tells what its parts read, keys included', () => {
    const { reads } = createInterpolator().compileNested({ '{{ record.a }}': ['{{ response.b }}', '{{ config.c }}'] });
    expect([...reads].sort()).toEqual(['config', 'record', 'response']);
  });

  it('takes a key named __proto__ for data', () => {
    expect(Object.keys(nested(JSON.parse('{"__proto__":"{{ 1 }}"}')) as object)).toEqual(['__proto__']);
  });
});
