import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SourceSet } from './source-set';

const isSource = (files: readonly string[]): boolean => files.includes('source.yaml') || files.includes('manifest.yaml');

/** Fixtures are not needed to run a source, nor are files of editors and the system. */
const isExcluded = (path: string): boolean => path.startsWith('fixtures/') || path.split('/').some((part) => part.startsWith('.'));

/** Reads the set of a folder of sources: every folder with a source, without fixtures and hidden files. */
export const readSet = async (sourcesDir: string): Promise<SourceSet> => {
  const set = new Map<string, Uint8Array>();
  const folders = (await readdir(sourcesDir, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  );
  for (const { name } of folders) {
    const paths = (await readdir(join(sourcesDir, name), { recursive: true })).map((path) => path.replaceAll('\\', '/'));
    if (!isSource(paths)) continue;
    for (const path of paths.filter((each) => !isExcluded(each))) {
      const file = join(sourcesDir, name, path);
      if ((await stat(file)).isFile()) set.set(`${name}/${path}`, await readFile(file));
    }
  }
  return set;
};

/** Writes a set into a folder, which appears as a whole or not at all. An existing folder is left unchanged. */
export const writeSet = async (set: SourceSet, folder: string): Promise<void> => {
  if (await isThere(folder)) return;
  const unfinished = `${folder}.${randomUUID()}`;
  try {
    await mkdir(unfinished, { recursive: true });
    for (const [path, bytes] of set) {
      await mkdir(dirname(join(unfinished, path)), { recursive: true });
      await writeFile(join(unfinished, path), bytes);
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was quicker.
    if (!(await isThere(folder))) throw error;
  }
};

/** Returns true if a file or folder exists. */
export const isThere = (folder: string): Promise<boolean> =>
  stat(folder).then(
    () => true,
    () => false,
  );
