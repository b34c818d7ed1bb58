import fc from 'fast-check';
import { FieldPatterns, type FieldPattern } from './field-patterns';
import { JsonRedactor } from './json-redactor';

const redact = (text: string, patterns: FieldPattern[], step = Number.MAX_SAFE_INTEGER): string => {
  const redactor = new JsonRedactor(new FieldPatterns(patterns), 'salt');
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(redactor.push(bytes.subarray(at, at + step)));
  return Buffer.concat(parts).toString();
};
const remove = (...paths: string[]): FieldPattern[] => paths.map((path) => ({ path: path.split('.'), how: 'remove' }));

describe('JsonRedactor', () => {
  const cases: [what: string, text: string, patterns: FieldPattern[], expected: string][] = [
    [
      'keeps everything where nothing matches',
      '{"a": [1, {"b": "x\\"y"}], "c": null}',
      remove('b'),
      '{"a": [1, {"b": "x\\"y"}], "c": null}',
    ],
    ['removes the only member', '{"a":1}', remove('a'), '{}'],
    ['removes the first of two', '{"a":1,"b":2}', remove('a'), '{"b":2}'],
    ['removes the first two of three', '{"a":1, "b":2, "c":3}', remove('a', 'b'), '{ "c":3}'],
    ['removes the last', '{"a":1,"b":2}', remove('b'), '{"a":1}'],
    ['removes one in the middle', '{"a":1,"b":[{"x":"}"}],"c":3}', remove('b'), '{"a":1,"c":3}'],
    ['removes from every item of a list', '[{"id":1,"p":"s"},{"p":"t"},{"p":"u","id":3}]', remove('p'), '[{"id":1},{},{"id":3}]'],
    [
      'removes below a path',
      '{"results":[{"login":{"uuid":"u","password":"p"}}],"password":"stays"}',
      remove('results.login.password'),
      '{"results":[{"login":{"uuid":"u"}}],"password":"stays"}',
    ],
    ['knows a key by its meaning', '{"pass\\u0077ord":"p","a":1}', remove('password'), '{"a":1}'],
    ['takes * for any key', '{"x":{"p":1},"y":{"p":2,"q":3}}', remove('*.p'), '{"x":{},"y":{"q":3}}'],
    ['takes * for the steps of a list', '{"x":[{"p":1}]}', remove('x.*.p'), '{"x":[{}]}'],
    ['reads JSON lines', '{"p":1,"a":2}\n{"p":1,"a":3}\n', remove('p'), '{"a":2}\n{"a":3}\n'],
    ['keeps numbers and spaces as they are', '{ "a" : 1.50e+3 ,\n "p":1, "b":-0 }', remove('p'), '{ "a" : 1.50e+3 , "b":-0 }'],
    ['stops where the text is no JSON any more', '{"a":1,"b" "secret"}', remove('b'), '{"a":1'],
    ['keeps a text that ends early', '{"a":1,"b":"sec', remove('b'), '{"a":1'],
    [
      'goes on behind a word that is no JSON',
      '[{"v":NaN,"p":1},{"v":undefined,"p":2},{"v":-Infinity,"p":007},{"v":+1,"p":3}]',
      remove('p'),
      '[{"v":NaN},{"v":undefined},{"v":-Infinity},{"v":+1}]',
    ],
    ['stops in a word that has a quote in it', '[{"v":x"p":1}]', remove('p'), '[{"v":x'],
    ['keeps control characters and broken bytes', '[{"v":"a\n\t\ufffd","p":"\n"}]', remove('p'), '[{"v":"a\n\t\ufffd"}]'],
    ['keeps a list in a list', '{"a":[[1,2],[3]],"p":[[1]]}', remove('p'), '{"a":[[1,2],[3]]}'],
    ['keeps empty lists and objects', '{"a":[],"b":{},"p":{}}', remove('p'), '{"a":[],"b":{}}'],
  ];

  it.each(cases)('%s', (_what, text, patterns, expected) => {
    expect(redact(text, patterns)).toBe(expected);
    expect(redact(text, patterns, 1)).toBe(expected);
    expect(redact(text, patterns, 3)).toBe(expected);
  });

  it.each(["'x'", "'a b'", '', '#', '\ufffd', 'new Date(5)', '/* none */ 1', '[1,]', '[,]', '<null>', 'n/a', '1 2'])(
    'goes on behind the value %j, which is no JSON',
    (value) => {
      const text = (secret: string) => `[{"id":1,"v":${value}${secret}},{"v":${value}${secret},"id":2}]`;
      expect(redact(text(',"p":"secret"'), remove('p'))).toBe(text(''));
      expect(redact(text(',"p":"secret"'), remove('p'), 1)).toBe(text(''));
    },
  );

  it('lets no part of a field through, whatever stands before it or in its place', () => {
    const odd = fc.string({ unit: fc.constantFrom('"', '\\', ',', ':', "'", ' ', '\n', 'a', '1', '#', '(') });
    fc.assert(
      fc.property(odd, odd, (before, value) => {
        expect(redact(`[{"v":${before},"p":"secret"},{"p":"secret"}]`, remove('p'))).not.toContain('secret');
        expect(redact(`[{"p":${value.replace(/["',]/g, '')}secret,"id":1}]`, remove('p'))).not.toContain('secret');
      }),
      { numRuns: 2000 },
    );
  });

  it('stops where a field to be taken out is no JSON and could hold anything', () => {
    expect(redact(`[{"p":'sec,ret',"id":1}]`, remove('p'))).toBe('[{');
  });

  it('leaves what is read as null', () => {
    expect(redact('[{"p":NaN},{"p":-Infinity},{"p":null},{"p":}]', [{ path: ['p'], how: 'hash' }])).toBe(
      '[{"p":NaN},{"p":-Infinity},{"p":null},{"p":}]',
    );
  });

  it('hashes a value, the same for the same value, and leaves null', () => {
    const hash = (text: string) => JSON.parse(redact(text, [{ path: ['p'], how: 'hash' }])) as { p: unknown };
    expect(hash('{"p":"123-45-6789"}').p).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(hash('{"p":"123-45-6789"}')).toEqual(hash('{"a":1,"p":"123-45-6789"}').p ? { p: hash('{"p":"123-45-6789"}').p } : {});
    expect(hash('{"p":{"x":1}}').p).not.toBe(hash('{"p":{"x":2}}').p);
    expect(hash('{"p":null}').p).toBeNull();
  });
});
