import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../output/report-failure';

/** Creates a folder with the given files, all or nothing; never changes an existing folder. @throws UsageError */
export const writeFolder = async (folder: string, files: Record<string, string>, shown: string): Promise<void> => {
  if (await lstat(folder).catch(() => undefined))
    throw new UsageError(`${shown} already exists: nothing was changed (choose another name)`);
  // Catalogs ignore a folder whose name starts with a dot, so an incomplete source is never loaded.
  const draft = join(dirname(folder), `.adding-${process.pid}`);
  try {
    await mkdir(draft);
    for (const [name, text] of Object.entries(files)) await writeFile(join(draft, name), text, { flag: 'wx' });
    await rename(draft, folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`${shown} cannot be written: ${reasons[code] ?? message}`);
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
};

const reasons: Record<string, string> = {
  EACCES: 'no permission to write in its parent folder',
  EPERM: 'no permission to write in its parent folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EEXIST: 'it already exists',
  ENOTEMPTY: 'it already exists',
};
