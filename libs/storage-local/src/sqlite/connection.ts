import { statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, translateError } from '../errors';
import { prepareSchema } from './schema/schema';

/**
 * `synchronous = FULL`: a commit is on the disk before it is acknowledged, so a power cut undoes no acknowledged commit. NORMAL could lose
 * the last commits, while the queue has deleted their messages and the user saw the run succeed. FULL costs one sync per commit, which is
 * little because a commit holds a whole chunk of records. `fullfsync` matters on macOS, where a plain sync stops at the cache of the drive.
 * `page_size` takes effect when the file is created; an existing file keeps its own. Large pages mean fewer pages: at random keys the
 * statements of a first load cost a quarter less than with 4 KB.
 * `temp_store`: the rollback data of a write that shares a transaction, some MB, stays in memory. Few rows are ever sorted without an
 * index, so little else is stored there.
 */
const settings = `
  PRAGMA page_size = 16384;
  PRAGMA busy_timeout = 15000;
  PRAGMA synchronous = FULL;
  PRAGMA temp_store = MEMORY;
  PRAGMA fullfsync = ON;
  PRAGMA cache_size = -32768;
  PRAGMA journal_size_limit = 67108864;
`;

/** For a connection that only reads. It waits for no writer, only for a moment at a checkpoint. */
const readSettings = `
  PRAGMA busy_timeout = 1000;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16384;
`;

/** Bytes of the WAL before a checkpoint. A long WAL writes an index page once for many commits: a third less work at random keys. */
const walBytes = 48 * 2 ** 20;

/** Opens the file, and creates or upgrades it where needed. @throws StorageError */
export const connect = async (path: string): Promise<DatabaseSync> => {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(settings);
    await useWal(db);
    boundWal(db, path);
    prepareSchema(db, path);
    // From now on a busy database does not block the thread.
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) {
    db?.close();
    throw translateError(error, `database ${path}`);
  }
};

/** Opens the file of another connection for reading. @throws StorageError */
export const connectToRead = (path: string): DatabaseSync => {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    db.exec(readSettings);
    return db;
  } catch (error) {
    throw translateError(error, `database ${path}`);
  }
};

/** SQLite counts the bound in pages, and older files have smaller pages. On a small disk the WAL takes at most a sixteenth of it. */
const boundWal = (db: DatabaseSync, path: string): void => {
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size']);
  const { blocks, bsize } = statfsSync(path);
  const bytes = Math.min(walBytes, (blocks * bsize) / 16);
  db.exec(`PRAGMA wal_autocheckpoint = ${Math.ceil(bytes / pageSize)}`);
};

/** Several processes may open a new file at once. Changing the journal mode is the one step for which SQLite does not wait by itself. */
const useWal = async (db: DatabaseSync): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(translateError(error, 'database')) || attempt === 100) throw error;
      await sleep(50);
    }
  }
};
