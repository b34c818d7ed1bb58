import fc from 'fast-check';
import { readJson, writeJson } from './json-text';

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.integer(),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, 1e20, 1e21, 1e22, -1e20, 2 ** 63),
);
const big = fc.oneof(fc.bigInt({ min: 2n ** 53n }), fc.bigInt({ max: -(2n ** 53n) }));
// Once JSON.parse of V8 has met a name that begins with a backslash, it may take another one that is written with an escape for it.
const name = fc.string().filter((text) => !text.startsWith('\\'));
const key = fc.oneof(name, fc.constantFrom('__proto__', 'constructor', '1', '9007199254740993', '\ud800'));
const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.string(), number, big, fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value')),
  object: fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries)),
})).value;

describe('JSON text', () => {
  it('gives back every value as it was, big integers and inexact ones told apart', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(readJson(writeJson(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every digit', () => {
    expect(writeJson({ id: 12345678901234567890n })).toBe('{"id":12345678901234567890}');
    expect(readJson('{"id":12345678901234567890,"text":"12345678901234567890"}')).toEqual({
      id: 12345678901234567890n,
      text: '12345678901234567890',
    });
  });

  it('does not take a double for an exact integer', () => {
    expect(readJson(writeJson([1e20, 2 ** 60]))).toEqual([1e20, 2 ** 60]);
  });

  it('keeps a __proto__ key as a key', () => {
    const value = readJson<Record<string, unknown>>(writeJson(JSON.parse('{"__proto__":{"a":12345678901234567},"b":1}')));
    expect(Object.keys(value)).toEqual(['__proto__', 'b']);
  });

  it('is null for nothing', () => {
    expect(writeJson(undefined)).toBe('null');
  });
});
