import { compareJson } from './compare-json';
import { readJson } from './json-node';

const compare = (before: string, after: string) => compareJson(readJson(before), readJson(after));

describe('compareJson', () => {
  it('names each leaf that changed, came or went', () => {
    expect(compare('{"a":1,"b":{"c":"x","d":2},"gone":true}', '{"a":1,"b":{"c":"y","d":2},"added":[1]}')).toEqual([
      { path: 'b.c', before: '"x"', after: '"y"' },
      { path: 'added[0]', before: undefined, after: '1' },
      { path: 'gone', before: 'true' },
    ]);
  });

  it('sees a difference that a double does not', () => {
    expect(compare('{"id":9007199254740992}', '{"id":9007199254740993}')).toEqual([
      { path: 'id', before: '9007199254740992', after: '9007199254740993' },
    ]);
  });

  it('does not mind the order of keys', () => {
    expect(compare('{"a":1,"b":2}', '{"b":2,"a":1}')).toEqual([]);
  });

  it('sees a list become empty', () => {
    expect(compare('{"a":[1]}', '{"a":[]}')).toEqual([
      { path: 'a', before: undefined, after: '[]' },
      { path: 'a[0]', before: '1' },
    ]);
  });
});
