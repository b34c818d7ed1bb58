import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError } from './backup-error';
import { readIndex, readSummary, type BackupFile, type BackupSummary } from './backup-format';
import { copyHashed, hashFile } from './copy-file';
import { countStore } from './count-store';

/** Damaged files that an error names at most. */
const mostNamed = 10;

/** Called with the number of files looked at so far, of so many. */
export type BackupProgress = (done: number, total: number) => void;

/**
 * Checks every byte of a backup. @returns what is in it @throws BackupError naming each damaged file
 */
export const checkBackup = async (folder: string, progress?: BackupProgress): Promise<BackupSummary> => {
  const summary = await readSummary(folder);
  if (!summary) throw new BackupError(`${folder} is no backup: it has no backup.json`);
  const faults = await faultsOf(folder, [summary.index, summary.database, ...summary.files]);
  if (faults.length === 0) {
    const objects = await readIndex(folder, summary);
    faults.push(...(await faultsOf(folder, objects, progress)));
  }
  if (faults.length > 0) {
    const more = faults.length > mostNamed ? `; and ${faults.length - mostNamed} more` : '';
    throw new BackupError(`the backup is damaged, and nothing was restored: ${faults.slice(0, mostNamed).join('; ')}${more}`);
  }
  return summary;
};

/**
 * Restores a backup into a data folder that holds no store, and proves it: every byte is what was backed up, SQLite finds nothing damaged, and the
 * database has as many records, runs, pages, failures and audit entries as the one that was copied.
 * @throws BackupError; then nothing was restored, or the error says what to remove
 */
export const restoreStore = async (folder: string, dataDir: string, progress?: BackupProgress): Promise<BackupSummary> => {
  if (existsSync(join(dataDir, 'twl.db')) || existsSync(join(dataDir, 'raw')))
    throw new BackupError(`${dataDir} holds a store already: restore into another DATA_DIR, or move that folder away`);
  const summary = await checkBackup(folder);
  const objects = await readIndex(folder, summary);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const names = `${summary.folder}/files/`;
  const copies = [
    ...objects.map((file) => ({ file, to: file.path })),
    ...summary.files.map((file) => ({ file, to: file.path.slice(names.length) })),
  ];
  for (const [done, { file, to }] of copies.entries()) {
    await copyFrom(folder, file, join(dataDir, to));
    progress?.(done + 1, copies.length);
  }
  // Last: from now on the folder holds a store.
  await copyFrom(folder, summary.database, join(dataDir, 'twl.db'));
  prove(join(dataDir, 'twl.db'), summary);
  return summary;
};

const copyFrom = async (folder: string, { path, sha256 }: BackupFile, to: string): Promise<void> => {
  const copy = await copyHashed(join(folder, path), to);
  if (copy.sha256 !== sha256) throw new BackupError(`${join(folder, path)} changed while it was restored: remove ${to}, and restore again`);
};

const prove = (database: string, { counts }: BackupSummary): void => {
  const now = countStore(database);
  const differing = Object.entries(counts).filter(([name, count]) => now.counts[name as keyof typeof counts] !== count);
  const faults = [...now.damage, ...differing.map(([name, count]) => `it should have ${count} ${name}`)];
  if (faults.length > 0) throw new BackupError(`the restored database ${database} is not the one that was backed up: ${faults.join('; ')}`);
};

const faultsOf = async (folder: string, files: readonly BackupFile[], progress?: BackupProgress): Promise<string[]> => {
  const faults: string[] = [];
  for (const [done, file] of files.entries()) {
    const fault = await faultOf(folder, file);
    if (fault !== undefined) faults.push(fault);
    progress?.(done + 1, files.length);
  }
  return faults;
};

const faultOf = async (folder: string, { path, bytes, sha256 }: BackupFile): Promise<string | undefined> => {
  const file = join(folder, path);
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) return `${file} is missing`;
  if (size !== bytes) return `${file} has ${size} bytes, not ${bytes}`;
  return (await hashFile(file)).sha256 === sha256 ? undefined : `${file} has another content than was backed up`;
};
