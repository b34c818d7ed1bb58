import type { Json } from '@twl/contracts';
import { createKeyReader, readKeyFields } from './record-key';

const keyOf = (declared: Json, record: Record<string, Json>) => createKeyReader(readKeyFields(declared))(record);

describe('the key of a record', () => {
  const single: [value: Json, key: string][] = [
    ['abc', 'abc'],
    ['user-1', 'user-1'],
    ['0xff', '0xff'],
    ['', '""'],
    ['1', '"1"'],
    [1, '1'],
    [-0, '0'],
    [1.5, '1.5'],
    [12345678901234567890n, '12345678901234567890'],
    ['true', '"true"'],
    [true, 'true'],
    ['null', '"null"'],
    ['"x"', '"\\"x\\""'],
    ['[1]', '"[1]"'],
    [' 1', '" 1"'],
    ['a\u0000b', '"a\\u0000b"'],
    ['\ud800', '"\\ud800"'],
    ['\u00e9', '\u00e9'],
    ['e\u0301', 'e\u0301'],
  ];
  it.each(single)('%p is %s', (value, key) => expect(keyOf('id', { id: value })).toEqual({ key }));

  it('is different for every different value', () => {
    const keys = single.map(([value]) => JSON.stringify(keyOf('id', { id: value })));
    expect(new Set(keys).size).toBe(keys.length);
  });

  const composite: [what: string, declared: Json, record: Record<string, Json>, key: unknown][] = [
    ['of two fields', ['a', 'b'], { a: 1, b: 'x' }, { key: '[1,"x"]' }],
    ['of two texts that could run together', ['a', 'b'], { a: 'x","y', b: 'z' }, { key: '["x\\",\\"y","z"]' }],
    ['of a field inside another', [['login', 'uuid']], { login: { uuid: 'u' } }, { key: 'u' }],
    ['of a path with dots', 'login.uuid', { login: { uuid: 'u' } }, { key: 'u' }],
    ['of a name that has a dot', 'a.b', { 'a.b': 'x', a: { b: 'y' } }, { key: 'x' }],
    ['that is missing', 'id', {}, { reason: 'KEY_MISSING', detail: 'the primary key field id is missing' }],
    ['that is missing in part', ['a', 'b'], { a: 1, b: null }, { reason: 'KEY_MISSING', detail: 'the primary key field b is missing' }],
    ['that is an object', 'id', { id: { a: 1 } }, { reason: 'KEY_INVALID', detail: 'the primary key field id is not a plain value' }],
    ['that only a prototype has', 'constructor', {}, { reason: 'KEY_MISSING', detail: 'the primary key field constructor is missing' }],
  ];
  it.each(composite)('is made %s', (_what, declared, record, key) => expect(keyOf(declared, record)).toEqual(key));

  it.each<[string, Json, string | undefined]>([
    ['1024 bytes', 'k'.repeat(1024), undefined],
    ['1025 bytes', 'k'.repeat(1025), 'KEY_TOO_LONG'],
    ['few signs of many bytes', '\u20ac'.repeat(342), 'KEY_TOO_LONG'],
    ['a number of a thousand digits and more', BigInt('9'.repeat(1100)), 'KEY_TOO_LONG'],
  ])('has an end: %s', (_what, id, reason) => {
    const found = keyOf('id', { id });
    expect('reason' in found ? found.reason : undefined).toBe(reason);
    expect(keyOf(['id', 'b'], { id, b: 'x' })).toMatchObject({
      reason: 'KEY_TOO_LONG',
      detail: expect.stringContaining('primaryKey') as string,
    });
  });

  it('is a digest of the content where none is declared', () => {
    const key = keyOf('', { b: 1, a: 2 });
    expect(key).toEqual(keyOf('', { a: 2, b: 1 }));
    expect(key).not.toEqual(keyOf('', { a: 2, b: 2 }));
    expect(key).toEqual({ key: expect.stringMatching(/^content:[0-9a-f]{32}$/) as string });
  });
});
