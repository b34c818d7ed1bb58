import { randomUUID } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isOwnerDead, processOwner } from '../process/process-owner';

/** Level 3 compresses JSON nearly as well as the default in half the time. */
const gzipOptions = { level: 3, chunkSize: 256 * 1024 };

/** Syncs a folder, so that its entries survive a power cut. Windows does so by itself and has no such call. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Makes a folder and its missing parents, so that they survive a power cut. */
export const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
};

/** Returns a file name that contains the process that writes the file. */
const newName = (): string => `${processOwner().replaceAll(':', '~')}~${randomUUID()}`;

/** Returns true if the process that wrote a file has ended. */
export const isAbandonedFile = (name: string): boolean => isOwnerDead(name.split('~').slice(0, 3).join(':'));

/** Writes a whole new file into `folder`, syncs it, and returns its path. */
export const writeNewFile = async (folder: string, content: AsyncIterable<Uint8Array>, packed: boolean): Promise<string> => {
  const path = join(folder, newName());
  const file = createWriteStream(path, { flags: 'wx', flush: true });
  try {
    await (packed ? pipeline(content, createGzip(gzipOptions), file) : pipeline(content, file));
    return path;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
};

/** Gives a file a second name; returns false if the name is taken. */
export const claimName = async (path: string, name: string): Promise<boolean> => {
  try {
    await link(path, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};
