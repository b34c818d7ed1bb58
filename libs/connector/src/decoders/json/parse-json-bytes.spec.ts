import type { Json } from '@twl/contracts';
import fc from 'fast-check';
import { parseJsonBytes } from './parse-json-bytes';

const parse = (text: string): Json => parseJsonBytes(Buffer.from(text));

describe('parseJsonBytes', () => {
  it.each<[string, Json]>([
    ['{"a":1,"a":2}', { a: 2 }],
    ['12345678901234567890', 12345678901234567890n],
    ['-12345678901234567890', -12345678901234567890n],
    ['9007199254740993', 9007199254740993n],
    ['9007199254740991', 9007199254740991],
    ['{"id":12345678901234567890,"x":[1.5]}', { id: 12345678901234567890n, x: [1.5] }],
    ['1e300', 1e300],
    ['12345678901234567890.5', Number('12345678901234567890.5')],
    ['0.12345678901234567890', 0.12345678901234568],
    ['"\\ud800"', '\ud800'],
    ['"\\u0000"', '\u0000'],
    ['\ufeff{"a":1}', { a: 1 }],
    ['"12345678901234567890"', '12345678901234567890'],
    ['1e400', 10n ** 400n],
    ['[-1.5e+400]', [-15n * 10n ** 399n]],
    ['{"v":NaN,"w":-Infinity,"x":[Infinity, nan,-inf]}', { v: null, w: null, x: [null, null, null] }],
    ['{"NaN":"NaN, Infinity","a\\"b":NaN}', { NaN: 'NaN, Infinity', 'a"b': null }],
    ['{"a":"one\ntwo\tthree\u0000","b\n":1}', { a: 'one\ntwo\tthree\u0000', 'b\n': 1 }],
    ['[NaN,12345678901234567890]', [null, 12345678901234567890n]],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('takes __proto__ for a key like any other', () => {
    const value = parse('{"__proto__":{"polluted":true},"big":12345678901234567890}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'big']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['', 'UNPARSABLE'],
    ['[undefined]', 'UNPARSABLE'],
    ['[NaNs]', 'UNPARSABLE'],
    ['"\\x41"', 'UNPARSABLE'],
    ['1e5000', 'UNPARSABLE'],
    ['[1e999999999]', 'UNPARSABLE'],
    ['9'.repeat(4301), 'UNPARSABLE'],
    ["{'a':1}", 'UNPARSABLE'],
    ['{"a":1}}', 'UNPARSABLE'],
    ['hello', 'UNPARSABLE'],
    ['<!doctype html><html></html>', 'UNPARSABLE'],
    ['<error/>', 'UNPARSABLE'],
    ['{"a":', 'TRUNCATED'],
    ['{"a":1', 'TRUNCATED'],
    ['{"a":"b', 'TRUNCATED'],
    ['[1,2', 'TRUNCATED'],
    ['[{"a":1},', 'TRUNCATED'],
    ['['.repeat(65) + ']'.repeat(65), 'TOO_DEEP'],
    ['{"a":'.repeat(100_000), 'TOO_DEEP'],
  ])('refuses %.40s as %s', (text, reason) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'UNREADABLE_PAGE', reason }) as Error);
  });

  it('names a web page as what it is', () => {
    expect(() => parse('<!DOCTYPE html>\n<html><body>Sorry')).toThrow('an HTML page, not JSON');
  });

  it('reads as deep as it may', () => {
    expect(parse('['.repeat(64) + ']'.repeat(64))).toBeInstanceOf(Array);
    expect(parse(`"${'['.repeat(100)}"`)).toBe('['.repeat(100));
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseJsonBytes(Buffer.from([0x22, 0xff, 0x22]))).toThrow('a byte is not a character');
  });

  it('loses no digit of any integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 100n), max: 2n ** 100n }), (value) => {
        const [read] = parse(`[${value}]`) as [number | bigint];
        expect(BigInt(read)).toBe(value);
      }),
    );
  });
});
