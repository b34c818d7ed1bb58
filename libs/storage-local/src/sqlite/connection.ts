import { statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, translate } from '../errors';
import { prepareSchema } from './schema/schema';

/**
 * FULL: a commit is on the disk before it is acknowledged, so that a power cut takes back nothing that was. With NORMAL it could take
 * back the last commits, while the messages they acknowledged are gone from the queue and the user was told that the run succeeded.
 * Its price, one sync per commit, is small because a commit holds a whole chunk of records.
 * `fullfsync` matters on macOS, where a sync alone stops at the drive's own memory.
 * The size of a page is set when the file is made; one that is there keeps its own. Large pages are fewer to write and to look after: at
 * random keys the statements of a first load cost a quarter less than with 4 KB.
 * `temp_store`: what is needed to take back one of the writes that share a transaction, some MB, is kept in memory. Only a
 * few rows are ever sorted without an index, so that little else is.
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

/** For a connection that only reads: it waits for nobody but for a moment at a checkpoint. */
const readSettings = `
  PRAGMA busy_timeout = 1000;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16384;
`;

/** A long WAL before a checkpoint writes a page of an index once that many commits changed: a third less work at random keys. Bytes. */
const walBytes = 48 * 2 ** 20;

/** Opens the file, and makes or renews it where needed. @throws StorageError */
export const connect = async (path: string): Promise<DatabaseSync> => {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(settings);
    await useWal(db);
    boundWal(db, path);
    prepareSchema(db, path);
    // From now on who waits does not hold up the thread.
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (error) {
    db?.close();
    throw translate(error, `database ${path}`);
  }
};

/** Opens the file of another connection to read it. @throws StorageError */
export const connectToRead = (path: string): DatabaseSync => {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    db.exec(readSettings);
    return db;
  } catch (error) {
    throw translate(error, `database ${path}`);
  }
};

/** The bound is one of pages, and older files have smaller ones. On a small disk the WAL takes a sixteenth of it at most. */
const boundWal = (db: DatabaseSync, path: string): void => {
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size']);
  const { blocks, bsize } = statfsSync(path);
  const bytes = Math.min(walBytes, (blocks * bsize) / 16);
  db.exec(`PRAGMA wal_autocheckpoint = ${Math.ceil(bytes / pageSize)}`);
};

/** Several processes may open a new file at once; changing its journal is the one step that does not wait for the others by itself. */
const useWal = async (db: DatabaseSync): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(translate(error, 'database')) || attempt === 100) throw error;
      await sleep(50);
    }
  }
};
