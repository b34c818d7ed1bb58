import { diffJson } from './diff-json';

describe('differences', () => {
  it('name every place that was added, removed or replaced', () => {
    const before = { same: 1, gone: null, name: 'a', list: [1, 2, 3], deep: { 'a/b': { '~': true } } };
    const after = { same: 1, name: 'b', list: [1, 5], deep: { 'a/b': { '~': false } }, fresh: {} };
    expect(diffJson(before, after)).toEqual([
      { op: 'remove', path: '/gone', before: null },
      { op: 'replace', path: '/name', before: 'a', after: 'b' },
      { op: 'replace', path: '/list/1', before: 2, after: 5 },
      { op: 'remove', path: '/list/2', before: 3 },
      { op: 'replace', path: '/deep/a~1b/~0', before: true, after: false },
      { op: 'add', path: '/fresh', after: {} },
    ]);
  });

  it('are none between equal values, whatever the order of keys', () => {
    expect(diffJson({ a: 1, b: { c: [2n ** 64n, -0] } }, { b: { c: [2n ** 64n, 0] }, a: 1 })).toEqual([]);
  });

  it('tell a list, an object and null apart', () => {
    expect(diffJson({ x: [] }, { x: {} })).toEqual([{ op: 'replace', path: '/x', before: [], after: {} }]);
    expect(diffJson({ x: null }, { x: [] })).toEqual([{ op: 'replace', path: '/x', before: null, after: [] }]);
    expect(diffJson(1, '1')).toEqual([{ op: 'replace', path: '', before: 1, after: '1' }]);
  });

  it('take odd keys for what they are', () => {
    const before = JSON.parse('{"__proto__": 1, "": 2}') as never;
    expect(diffJson(before, {}).map(({ path }) => path)).toEqual(['/__proto__', '/']);
    expect(diffJson({}, JSON.parse('{"toString": 1}') as never)).toEqual([{ op: 'add', path: '/toString', after: 1 }]);
  });
});
