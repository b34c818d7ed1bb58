import fc from 'fast-check';
import { exactNumber, integerText } from './exact-number';
import { parseExactJson, readJson, toJsonText, writeJson } from './json-text';

describe('a number that a double does not hold', () => {
  it.each([
    ['1e400', '1e400'],
    ['-1e400', '-1e400'],
    ['1.5E+400', '1.5e400'],
    ['12e400', '1.2e401'],
    ['9e308', '9e308'],
    ['1e308', '1e+308'],
    ['12345678901234567890', '12345678901234567890'],
    [`${'123'.repeat(120)}`, '123'.repeat(120)],
  ])('%s is read and shown as %s', (written, shown) => {
    expect(toJsonText(parseExactJson(`[${written}]`))).toBe(`[${shown}]`);
  });

  it('is the same number however it is kept', () => {
    const value = parseExactJson('{"v":1e400,"w":[-2.50e310]}');
    expect(value).toEqual({ v: 10n ** 400n, w: [-25n * 10n ** 309n] });
    expect(readJson(writeJson(value))).toEqual(value);
    expect(parseExactJson(toJsonText(value))).toEqual(value);
  });

  it('is not known when it has too many digits, or a fraction', () => {
    expect(exactNumber(Infinity, '1e4300')).toBeUndefined();
    expect(exactNumber(Infinity, '1e999999999999')).toBeUndefined();
    expect(exactNumber(Infinity, `${'9'.repeat(400)}.5`)).toBeUndefined();
  });

  it('keeps its value when it is written and read, as a property', () => {
    const big = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 1000 }));
    fc.assert(
      fc.property(big, ([digits, zeros]) => {
        const value = digits * 10n ** BigInt(zeros);
        const text = integerText(value);
        expect(BigInt(exactNumber(Number(text), text)!)).toBe(value);
      }),
    );
  });
});
