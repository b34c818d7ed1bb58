import { statfs } from 'node:fs/promises';
import { translateErrors } from './errors';

/** Returns the bytes of the disk of a folder that this user may still write, and all its bytes. @throws StorageError */
export const diskSpace = async (folder: string): Promise<{ free: number; total: number }> => {
  const { bavail, blocks, bsize } = await translateErrors(`folder ${folder}`, () => statfs(folder));
  return { free: bavail * bsize, total: blocks * bsize };
};
