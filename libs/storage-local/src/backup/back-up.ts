import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { temporary } from '../raw/raw-path';
import { BackupError } from './backup-error';
import { readIndex, readSummary, summaryName, type BackupFile, type BackupSummary } from './backup-format';
import { copyHashed, filesBelow, hashFile } from './copy-file';
import { countStore } from './count-store';

/** Which store to copy, and where to. */
export interface BackupTask {
  dataDir: string;
  /** The folder of the backup; a backup that is there is renewed, and only new raw objects are copied. */
  folder: string;
  /** ISO time of the backup. */
  at: string;
  /** Called with the number of raw objects looked at so far. */
  progress?: (objects: number) => void;
}

/** A finished backup. */
export interface FinishedBackup extends BackupSummary {
  /** Raw objects and bytes that this backup copied; the others were there. */
  copied: { objects: number; bytes: number };
}

/** Not part of a store: what can be made again, and logs. */
const passing = /^(twl\.db.*|reserve|spool|logs|deployed|raw|simulator\.json)$/;

/** All pages of the database in one step: a copy in several would begin again after each write of another process. */
const wholeDatabase = 2 ** 31 - 1;

/**
 * Copies a store while the product runs. First the database as it is at one moment, then the raw objects, so that every object that the database
 * names is in the backup. `backup.json` is written last: until then the backup before it stays valid.
 * @throws BackupError
 */
export const backUpStore = async (task: BackupTask): Promise<FinishedBackup> => {
  const { dataDir, folder, at } = task;
  const source = join(dataDir, 'twl.db');
  if (!existsSync(source)) throw new BackupError(`${dataDir} holds no store: there is no ${source}`);
  if (`${resolve(folder)}${sep}`.startsWith(`${resolve(dataDir)}${sep}`))
    throw new BackupError(`the backup cannot lie inside the data folder ${dataDir}: choose a folder outside of it, best on another disk`);
  const before = await readSummary(folder);
  const name = `store-${at.replaceAll(/[-:.]/g, '')}`;
  await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  const database = await copyDatabase(source, { folder, path: `${name}/twl.db` });
  const files = await copySmallFiles(dataDir, folder, name);
  const { objects, copied } = await copyRaw(task, before && (await readIndex(folder, before).catch(() => [])));
  const index = await writeText(folder, `${name}/raw.ndjson`, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
  const raw = { objects: objects.length, bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0) };
  const { counts, damage } = countStore(join(folder, database.path));
  if (damage.length > 0) throw new BackupError(`the database ${source} is damaged: ${damage.join('; ')} (twl verify says more)`);
  const summary: BackupSummary = { format: 1, at, folder: name, database, index, files, raw, counts };
  await writeText(folder, `${summaryName}.part`, `${JSON.stringify(summary, null, 2)}\n`);
  await rename(join(folder, `${summaryName}.part`), join(folder, summaryName));
  await removeOthers(folder, name, new Set(objects.map(({ path }) => path)));
  return { ...summary, copied };
};

const copyDatabase = async (source: string, { folder, path }: { folder: string; path: string }): Promise<BackupFile> => {
  const db = new DatabaseSync(source, { readOnly: true });
  try {
    await backup(db, join(folder, path), { rate: wholeDatabase });
  } finally {
    db.close();
  }
  return { path, ...(await hashFile(join(folder, path))) };
};

/** Tokens, memory and keys: they are small and change, so that each backup has its own. */
const copySmallFiles = async (dataDir: string, folder: string, name: string): Promise<BackupFile[]> => {
  const files: BackupFile[] = [];
  for await (const path of filesBelow(dataDir, (one) => passing.test(one)))
    files.push({ path: `${name}/files/${path}`, ...(await copyHashed(join(dataDir, path), join(folder, name, 'files', path))) });
  return files;
};

/** Copies the raw objects that the backup before does not have. They never change, so that their size tells whether one is whole. */
const copyRaw = async (
  { dataDir, folder, progress }: BackupTask,
  before: readonly BackupFile[] = [],
): Promise<{ objects: BackupFile[]; copied: FinishedBackup['copied'] }> => {
  const known = new Map(before.map((file) => [file.path, file]));
  const objects: BackupFile[] = [];
  const copied = { objects: 0, bytes: 0 };
  for await (const below of filesBelow(join(dataDir, 'raw'), (path) => path === temporary)) {
    const path = `raw/${below}`;
    const old = known.get(path);
    const size = (await stat(join(folder, path)).catch(() => undefined))?.size;
    if (old && old.bytes === size) objects.push(old);
    else {
      const copy = await copyHashed(join(dataDir, path), join(folder, path)).catch(undefinedIfMissing);
      // Retention removed the object meanwhile.
      if (!copy) continue;
      objects.push({ path, ...copy });
      copied.objects += 1;
      copied.bytes += copy.bytes;
    }
    progress?.(objects.length);
  }
  return { objects, copied };
};

const undefinedIfMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

const writeText = async (folder: string, path: string, text: string): Promise<BackupFile> => {
  const file = await open(join(folder, path), 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, ...(await hashFile(join(folder, path))) };
};

/** Removes what only earlier backups have. */
const removeOthers = async (folder: string, name: string, objects: ReadonlySet<string>): Promise<void> => {
  for (const entry of await readdir(folder))
    if (entry.startsWith('store-') && entry !== name) await rm(join(folder, entry), { recursive: true, force: true });
  for await (const path of filesBelow(join(folder, 'raw'), () => false))
    if (!objects.has(`raw/${path}`)) await rm(join(folder, 'raw', path), { force: true });
};
