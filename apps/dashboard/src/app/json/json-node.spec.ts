import { isNull, nodeAt, readJson } from './json-node';
import { printJson } from './print-json';

describe('readJson', () => {
  it.each([
    ['9007199254740993123', 'an integer beyond 2^53'],
    ['1.10', 'a trailing zero'],
    ['-0', 'a negative zero'],
    ['1e400', 'a number no double holds'],
  ])('keeps %s, %s, as it was written', (text) => {
    expect(readJson(` ${text} `)).toEqual({ kind: 'number', text });
  });

  it('keeps the order of keys, repeated keys and __proto__', () => {
    const node = readJson('{"10":1,"2":2,"a":3,"a":4,"__proto__":{"x":5}}');

    expect(node.kind === 'object' && node.entries.map(([key]) => key)).toEqual(['10', '2', 'a', 'a', '__proto__']);
  });

  it('reads escapes and unpaired surrogates', () => {
    expect(readJson('"a\\n\\u00e9\\"\\ud800"')).toEqual({ kind: 'string', value: 'a\né"\ud800' });
  });

  it('reads what the platform reads', () => {
    const text = '{"a":[1,true,null,{"b":"c"},[],{}],"d":-2.5e-3}';

    expect(JSON.parse(printJson(readJson(text)))).toEqual(JSON.parse(text));
  });

  it.each(['', '{', '[1,]', '{"a"}', '{"a":1', 'nul', '1 2', "{'a':1}", '"open'])('refuses %j', (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });

  it('refuses what is nested too deep instead of breaking', () => {
    expect(() => readJson('['.repeat(100_000))).toThrow('nested deeper');
  });
});

describe('nodeAt', () => {
  const root = readJson('{"items":[{"data":{"a":1}},{"data":null}],"a":1,"a":2}');

  it('finds a value by its path', () => {
    expect(nodeAt(root, 'items', 0, 'data', 'a')).toEqual({ kind: 'number', text: '1' });
    expect(isNull(nodeAt(root, 'items', 1, 'data'))).toBe(true);
  });

  it('finds nothing where there is nothing', () => {
    expect(nodeAt(root, 'items', 9, 'data')).toBeUndefined();
    expect(nodeAt(root, 'a', 'b')).toBeUndefined();
  });

  it('takes the last of repeated keys, as parsers do', () => {
    expect(nodeAt(root, 'a')).toEqual({ kind: 'number', text: '2' });
  });
});
