import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageMetaSchema } from '@twl/contracts';
import { readJson } from '@twl/json';
import { StorageError, translateErrors, versionError } from '../errors';
import { metaEnding } from './raw-path';

const firstMetadata = async (folder: string): Promise<string | undefined> => {
  for await (const name of glob(`raw/source=*/**/*${metaEnding}`, { cwd: folder })) return join(folder, name);
  return undefined;
};

/** Returns the member `v` of metadata, 0 if it has none. @throws StorageError when it is not JSON */
const readFormat = async (path: string): Promise<number> => {
  const text = await readFile(path, 'utf8');
  try {
    return Number((readJson(text) as { v?: unknown } | null)?.v ?? 0);
  } catch (error) {
    throw new StorageError('STORAGE_CORRUPT', `metadata ${path}`, { cause: error });
  }
};

/**
 * Checks that this version of the product can read the raw pages of a folder without a database. Checks one page, because all pages of a
 * folder have one format.
 * @throws StorageError `STORAGE_VERSION`
 */
export const checkRawFormat = (dataDir: string): Promise<void> =>
  translateErrors(`raw zone ${join(dataDir, 'raw')}`, async () => {
    const path = await firstMetadata(dataDir);
    if (path === undefined) return;
    const [found, current] = [await readFormat(path), pageMetaSchema.shape.v.value];
    if (found !== current) throw versionError(`raw page ${path}`, { found, current });
  });
