import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@twl/contracts';
import { createFingerprint, FieldPathError, computeFingerprint, FingerprintAlgorithmError } from './index';

const without = (...volatileFields: string[]) => createFingerprint({ algorithm: 'sha256', volatileFields });

describe('fingerprint', () => {
  it.each(['md5', 'sha256'] as const)('is the %s of the canonical JSON in UTF-8', (algorithm) => {
    const digest = createHash(algorithm).update('{"a":"ü€","b":1}', 'utf8').digest('hex');
    expect(computeFingerprint({ b: 1, a: 'ü€' }, { algorithm, volatileFields: [] })).toBe(`${algorithm}:${digest}`);
  });

  it('leaves out fields by path, but not fields of the same name elsewhere', () => {
    const of = without('dob.age', 'seen');
    const person = { seen: 1, dob: { age: 40, date: '1986' }, registered: { age: 3, seen: 2 } };
    const same = { seen: 9, dob: { date: '1986', age: 41 }, registered: { age: 3, seen: 2 } };
    expect(of(same)).toBe(of(person));
    expect(of({ ...person, registered: { age: 4, seen: 2 } })).not.toBe(of(person));
    expect(of({ ...person, registered: { age: 3, seen: 3 } })).not.toBe(of(person));
    expect(of({ dob: { date: '1986' }, registered: person.registered })).toBe(of(person));
  });

  it('reaches into the items of arrays with a star', () => {
    const of = without('items.*.price', 'tags.*', 'rows.*.*.at');
    const order: JsonObject = { items: [{ id: 1, price: 2 }, { id: 2 }], tags: ['a'], rows: [[{ at: 1, v: 1 }]] };
    expect(
      of({
        items: [
          { price: 3, id: 1 },
          { price: 1, id: 2 },
        ],
        tags: [],
        rows: [[{ at: 2, v: 1 }]],
      }),
    ).toBe(of(order));
    expect(of({ ...order, items: [{ id: 1, price: 2 }] })).not.toBe(of(order));
    expect(of({ ...order, rows: [[{ at: 1, v: 2 }]] })).not.toBe(of(order));
  });

  it('reads an escaped dot as part of a name', () => {
    const of = without('a\\.b', 'c\\\\d');
    expect(of({ 'a.b': 1, a: { b: 1 }, 'c\\d': 1 })).toBe(of({ 'a.b': 2, a: { b: 1 }, 'c\\d': 2 }));
    expect(of({ a: { b: 1 } })).not.toBe(of({ a: { b: 2 } }));
  });

  it.each(['', '.a', 'a.', 'a..b', 'a\\'])('refuses the path %j', (path) => {
    expect(() => without(path)).toThrow(FieldPathError);
  });

  it('ignores a path that matches no object', () => {
    const of = without('a.b.c', '__proto__.x');
    for (const data of [{ a: null }, { a: 1 }, { a: 'b' }, { a: [1] }, 'text', null, [1]] as Json[]) expect(of(data)).toMatch(/^sha256:/);
    expect(of(JSON.parse('{"__proto__":{"x":1,"y":2}}') as Json)).toBe(of(JSON.parse('{"__proto__":{"x":3,"y":2}}') as Json));
  });

  it('does not change its input', () => {
    const data = { b: 1, a: { volatile: 1, kept: 2 } };
    const text = JSON.stringify(data);
    without('a.volatile')(Object.freeze(data));
    expect(JSON.stringify(data)).toBe(text);
  });

  it('says which setting helps when the host refuses the algorithm', () => {
    const refuse = (): never => {
      throw new Error('unsupported');
    };
    expect(() => createFingerprint({ algorithm: 'md5', volatileFields: [] }, refuse)).toThrow(FingerprintAlgorithmError);
    expect(() => createFingerprint({ algorithm: 'md5', volatileFields: [] }, refuse)).toThrow(/FINGERPRINT_ALGORITHM=sha256/);
  });
});
