import type { Json, JsonObject } from '@twl/contracts';
import { toCanonicalJson, CanonicalJsonError, maxDepth } from './index';

const double = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE(0);

const nested = (depth: number): Json => {
  let value: Json = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

describe('canonical JSON', () => {
  // The bit patterns and results of RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (hex, text) => {
    expect(toCanonicalJson(double(hex))).toBe(text);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('refuses the double %s', (hex) => {
    expect(() => toCanonicalJson([double(hex)])).toThrow(CanonicalJsonError);
  });

  it('writes the sample of RFC 8785, section 3.2.2', () => {
    const text = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    expect(toCanonicalJson(JSON.parse(text) as Json)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('orders keys by UTF-16 code units, as in section 3.2.3', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = toCanonicalJson(Object.fromEntries(names.map((name, i) => [name, i])));
    expect(text).toBe('{"\\r":1,"1":3,"\u0080":5,"\u00f6":6,"\u20ac":0,"\ud83d\ude00":4,"\ufb33":2}');
  });

  it('orders keys that look like integers as text', () => {
    expect(toCanonicalJson({ 2: 'b', 10: 'a', a: 1 })).toBe('{"10":"a","2":"b","a":1}');
  });

  it('treats __proto__ and the names of methods as ordinary keys', () => {
    const object = JSON.parse('{"toString":1,"__proto__":{"b":1},"constructor":2,"toJSON":3}') as JsonObject;
    expect(toCanonicalJson(object)).toBe('{"__proto__":{"b":1},"constructor":2,"toJSON":3,"toString":1}');
    expect(toCanonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }) as JsonObject)).toBe('{"a":2,"b":1}');
  });

  it('writes big integers with all their digits', () => {
    expect(toCanonicalJson({ id: 9007199254740993n, less: -12345678901234567890n })).toBe(
      '{"id":9007199254740993,"less":-12345678901234567890}',
    );
  });

  it('escapes lone surrogates and leaves pairs alone', () => {
    expect(toCanonicalJson(['\ud800', 'a\udfff', '\ud83d\ude00', { '\ud800': 1 }])).toBe(
      '["\\ud800","a\\udfff","\ud83d\ude00",{"\\ud800":1}]',
    );
  });

  it('treats undefined as JSON.stringify does', () => {
    expect(toCanonicalJson({ b: undefined, a: [undefined, 1], c: 2 } as unknown as Json)).toBe('{"a":[null,1],"c":2}');
    expect(toCanonicalJson({ b: undefined } as unknown as Json)).toBe('{}');
  });

  it('keeps shapes apart when their joined keys are the same text', () => {
    expect([toCanonicalJson({ 'b\0a': 1 }), toCanonicalJson({ b: 1, a: 2 }), toCanonicalJson({ 'b\0a': 1 })]).toEqual([
      '{"b\\u0000a":1}',
      '{"a":2,"b":1}',
      '{"b\\u0000a":1}',
    ]);
  });

  it('is right for many new shapes and for wide objects', () => {
    for (let i = 0; i < 3000; i++) expect(toCanonicalJson({ b: i, [`a${i}`]: i })).toBe(`{"a${i}":${i},"b":${i}}`);
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${999 - i}`, i]));
    expect(Object.keys(JSON.parse(toCanonicalJson(wide)) as JsonObject)).toEqual(Object.keys(wide).sort());
  });

  it('stops at a depth, and at a cycle, with a typed error', () => {
    expect(() => toCanonicalJson(nested(maxDepth))).not.toThrow();
    const loop: JsonObject = {};
    loop['self'] = loop;
    for (const value of [nested(maxDepth + 1), nested(100_000), loop]) {
      expect(() => toCanonicalJson(value)).toThrow(expect.objectContaining({ code: 'TOO_DEEP', retryable: false }));
    }
    expect(toCanonicalJson({ b: 1, a: [] })).toBe('{"a":[],"b":1}');
  });
});
