import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSet, writeSet } from './set-folder';

describe('the folder of a set of sources', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'twl-set-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = async (path: string, text = path): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };

  it('has what the sources need, without fixtures, hidden files and folders that are no source', async () => {
    for (const path of ['a/source.yaml', 'a/schemas/x.json', 'a/fixtures/case.json', 'a/.DS_Store', '.git/source.yaml', 'b/manifest.yaml'])
      await put(path);
    for (const path of ['notes/readme.md', 'README.md']) await put(path);
    expect([...(await readSet(root)).keys()].sort()).toEqual(['a/schemas/x.json', 'a/source.yaml', 'b/manifest.yaml']);
  });

  it('is written as a whole, by any number of writers at once', async () => {
    await put('a/source.yaml', 'title: A');
    await put('a/deep/er/file.txt');
    const [set, place] = [await readSet(root), join(root, 'out')];
    await Promise.all([writeSet(set, place), writeSet(set, place), writeSet(set, place)]);
    expect(await readSet(place)).toEqual(set);
    expect((await readdir(root)).sort()).toEqual(['a', 'out']);
  });

  it('is not there at all if a file cannot be written', async () => {
    const clash = new Map([
      ['a/b', Buffer.from('a file')],
      ['a/b/c', Buffer.from('below it')],
    ]);
    await expect(writeSet(clash, join(root, 'out'))).rejects.toThrow();
    expect(await readdir(root)).toEqual([]);
  });
});
