import fc from 'fast-check';
import { keyOfSk, recordKey, recordSk, textKey, timeKey, timeOfKey, versionKey } from './keys';

const bytes = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 8 });

describe('keys of the table', () => {
  it('sort times as numbers, before 1970 and in the far future too', () => {
    const times = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(bytes(timeKey(a), timeKey(b))).toBe(Math.sign(a - b));
        expect(timeOfKey(timeKey(a))).toBe(a);
      }),
    );
  });

  it('put consecutive numbers side by side', () => {
    const numbers = ['9', '10', '99', '100', '1000', '10000'];
    expect(numbers.map(recordSk).sort(bytes)).toEqual(numbers.map(recordSk));
  });

  it('return any key unchanged, and sort text by code units', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(keyOfSk(recordSk(a))).toBe(a);
        const [x, y] = [recordSk(a), recordSk(b)];
        if (x[0] === y[0]) expect(bytes(x, y)).toBe(a < b ? -1 : Number(a > b));
      }),
    );
  });

  it('fit into a sort key, however long the text is, and tell long texts apart', () => {
    const [a, b] = ['é', 'ü'].map((end) => recordSk('\ud800'.repeat(3000) + end));
    expect([a === b, keyOfSk(a!), Buffer.byteLength(a!) < 1024]).toEqual([false, undefined, true]);
    expect(textKey('short')).toEqual({ text: 'short', isCut: false });
  });

  it('tell numbers from text that looks like them', () => {
    const keys = ['1', '01', '+1', '1.0', ' 1', '', '0', '00'];
    expect(new Set(keys.map(recordSk)).size).toBe(keys.length);
  });

  it('keep versions of different records and version sets apart', () => {
    const of = (key: string, versionSet?: string) => JSON.stringify(versionKey('s.1', key, { version: 1, versionSet }));
    expect(new Set([of('a'), of('a#1'), of('a', 'x'), of('["a","x"]')]).size).toBe(4);
    expect(recordKey('s.1', 'a').pk).toMatch(/^D#s\.1#[0-2]$/);
  });
});
