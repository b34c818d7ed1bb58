import { requireEntry, requireFirst, requireLast, requireValue } from './require-value';

describe('what must be there', () => {
  it('is given, also where it is falsy', () => {
    expect([requireValue(0, 'number'), requireValue('', 'text'), requireValue(false, 'answer')]).toEqual([0, '', false]);
    expect(requireEntry(new Map([['a', 1]]), 'a')).toBe(1);
    expect([requireFirst([1, 2]), requireLast([1, 2])]).toEqual([1, 2]);
  });

  it('is named in the error where it is missing', () => {
    expect(() => requireValue(undefined, 'stream "a"')).toThrow(new TypeError('there is no stream "a"'));
    expect(() => requireValue(null, 'body')).toThrow(TypeError);
    expect(() => requireEntry(new Map([['a', 1]]), 'b')).toThrow('there is no entry "b"');
    expect(() => requireFirst([])).toThrow('the list is empty');
    expect(() => requireLast([])).toThrow('the list is empty');
  });
});
