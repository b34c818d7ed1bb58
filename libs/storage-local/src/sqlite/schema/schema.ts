import type { DatabaseSync } from 'node:sqlite';
import { versionError } from '../../errors';
import { alertTables } from './alert-tables';
import { changeTables } from './change-tables';
import { credentialTables } from './credential-tables';
import { operatorTables } from './operator-tables';
import { tables } from './tables';

/** The format of the tables of a new database. Formats 1 to 8 have other tables, columns or values, and nothing upgrades them. */
const firstFormat = 9;

/** SQL that brings a database from format 9 to 10, then from 10 to 11, and so on. A released step never changes; new ones are added. */
const upgrades: readonly string[] = [credentialTables, operatorTables, changeTables, alertTables];

/** The format of this version of the product. */
export const currentFormat = firstFormat + upgrades.length;

const numberIn = (db: DatabaseSync, query: string): number => Number(Object.values(db.prepare(query).get() ?? {})[0]);

/** The format of a database: its `user_version`, which nothing else records. */
const formatOf = (db: DatabaseSync): number => numberIn(db, 'PRAGMA user_version');

const isEmpty = (db: DatabaseSync): boolean => formatOf(db) === 0 && numberIn(db, 'SELECT count(*) FROM sqlite_schema') === 0;

/**
 * Creates the tables of an empty database, and upgrades those of an older one in one transaction.
 * @throws StorageError `STORAGE_VERSION` when it is newer than this version of the product, or too old
 */
export const prepareSchema = (db: DatabaseSync, path: string, steps = upgrades): void => {
  const current = firstFormat + steps.length;
  if (formatOf(db) === current) return;
  db.exec('BEGIN IMMEDIATE');
  // Reads the format only now: another process may have upgraded it while this one waited.
  if (isEmpty(db)) db.exec(`${tables}; PRAGMA user_version = ${firstFormat}`);
  const found = formatOf(db);
  if (found < firstFormat || found > current) throw versionError(`database ${path}`, { found, current });
  for (const [i, step] of steps.slice(found - firstFormat).entries()) db.exec(`${step}; PRAGMA user_version = ${found + i + 1}`);
  db.exec('COMMIT');
};
