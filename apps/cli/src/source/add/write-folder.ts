import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../../output/report-failure';

/** Writes a new folder with these files, all or nothing; a folder that is there already is never touched. @throws UsageError */
export const writeFolder = async (folder: string, files: Record<string, string>, shown: string): Promise<void> => {
  if (await lstat(folder).catch(() => undefined))
    throw new UsageError(`${shown} is there already: nothing was changed (choose another name)`);
  // With a dot no catalog takes it for a source while it is written.
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
  EACCES: 'no permission to write in the folder above it',
  EPERM: 'no permission to write in the folder above it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EEXIST: 'it is there already',
  ENOTEMPTY: 'it is there already',
};
