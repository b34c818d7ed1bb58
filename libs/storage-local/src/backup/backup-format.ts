import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BackupError } from './backup-error';

const file = z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() });
export type BackupFile = z.infer<typeof file>;

const counts = z.object({ records: z.int(), runs: z.int(), pages: z.int(), failures: z.int(), audit: z.int() });
/** Rows of a database, by which a restored one is compared with the one that was copied. */
export type StoreCounts = z.infer<typeof counts>;

const summary = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  /** The folder of the database and of the small files; raw objects are shared by all backups in the folder. */
  folder: z.string().regex(/^[\w-]+$/),
  database: file,
  /** List of raw objects: one line of JSON for each. */
  index: file,
  files: z.array(file),
  raw: z.object({ objects: z.int(), bytes: z.int() }),
  counts,
});
/** What `backup.json` says; it is written last, and makes the backup valid. */
export type BackupSummary = z.infer<typeof summary>;

/** The file of a backup that says what is in it. */
export const summaryName = 'backup.json';

/** Reads what a backup says of itself; undefined if the folder has no backup. @throws BackupError if it cannot be read */
export const readSummary = async (folder: string): Promise<BackupSummary | undefined> => {
  const path = join(folder, summaryName);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return summary.parse(JSON.parse(text));
  } catch {
    throw new BackupError(`${path} is damaged, or another version of the product made it: use another backup`);
  }
};

/** Reads the list of raw objects of a backup. */
export const readIndex = async (folder: string, { index }: BackupSummary): Promise<BackupFile[]> => {
  const path = join(folder, index.path);
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => file.parse(JSON.parse(line)));
};
