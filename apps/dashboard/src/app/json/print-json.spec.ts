import { readJson } from './json-node';
import { printJson, printTokens } from './print-json';

describe('printJson', () => {
  it('indents by two, and keeps empty ones short', () => {
    expect(printJson(readJson('{"a":[1,{"b":[]}],"c":{}}'))).toBe('{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ],\n  "c": {}\n}');
  });

  it('prints as the platform does', () => {
    const value = { text: 'a\n"b"', list: [true, null, -1.5], nested: { deep: ['x'] } };

    expect(printJson(readJson(JSON.stringify(value)))).toBe(JSON.stringify(value, null, 2));
  });

  it('tells keys from texts, numbers and words', () => {
    expect(printTokens(readJson('{"a":"b","c":1,"d":true}')).filter(({ kind }) => kind !== 'mark')).toEqual([
      { kind: 'key', text: '"a"' },
      { kind: 'string', text: '"b"' },
      { kind: 'key', text: '"c"' },
      { kind: 'number', text: '1' },
      { kind: 'key', text: '"d"' },
      { kind: 'word', text: 'true' },
    ]);
  });
});
