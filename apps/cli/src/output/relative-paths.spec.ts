import { withRelativePaths, relativePath } from './relative-paths';

const line = 'sources/shop/manifest.yaml:3:5 streams[0]: the component is unknown';

describe('a problem, seen from where one stands', () => {
  it.each([
    ['/home/ada/pipeline', line],
    ['/home/ada', `pipeline/${line}`],
    ['/home/ada/pipeline/sources', line.slice('sources/'.length)],
    ['/home/ada/pipeline/sources/shop', `../${line.slice('sources/'.length)}`],
    ['/tmp', `../home/ada/pipeline/${line}`],
  ])('from %s begins with a path that can be opened', (from, shown) => {
    expect(withRelativePaths(line, '/home/ada/pipeline/sources', from)).toBe(shown);
  });

  it('keeps all other words, and says the same when it is said twice', () => {
    const text = `2 problems: ${line}; sources/shop/source.yaml:1:1 x: sources are not sources/all`;
    const shown = withRelativePaths(text, '/home/ada/sources', '/home/ada/sources/shop');
    expect(shown).toBe(
      '2 problems: ../shop/manifest.yaml:3:5 streams[0]: the component is unknown; ../shop/source.yaml:1:1 x: sources are not sources/all',
    );
    expect(withRelativePaths(shown, '/home/ada/sources', '/home/ada/sources/shop')).toBe(shown);
  });

  it('names the folder itself', () => {
    expect(relativePath('/a/b', '/a/b')).toBe('.');
    expect(relativePath('/a/b/c', '/a/b')).toBe('c');
  });
});
