import { changesText, setChanges } from './set-changes';

const setOf = (files: Record<string, string>) => new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

describe('what a push changes', () => {
  const before = setOf({ 'a/source.yaml': '1', 'b/source.yaml': '1', 'b/x.json': '{}', 'c/source.yaml': '1', 'd/source.yaml': '1' });

  it('is told by source: a file more, a file less and another content are a change', () => {
    const after = setOf({ 'b/source.yaml': '1', 'c/source.yaml': '2', 'd/source.yaml': '1', 'd/y.json': '', 'e/source.yaml': '1' });
    expect(setChanges(before, after)).toEqual({ new: ['e'], changed: ['b', 'c', 'd'], removed: ['a'], unchanged: [] });
  });

  it('is nothing for the same files in another order', () => {
    const changes = setChanges(before, new Map([...before].reverse()));
    expect(changesText(changes)).toBe('0 new, 0 changed, 0 removed, 4 unchanged');
  });

  it('names what is new, changed or removed', () => {
    expect(changesText(setChanges(before, setOf({ 'a/source.yaml': '2', 'f/source.yaml': '' })))).toBe(
      '1 new (f), 1 changed (a), 3 removed (b, c, d), 0 unchanged',
    );
  });
});
