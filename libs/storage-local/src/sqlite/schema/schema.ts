import type { DatabaseSync } from 'node:sqlite';
import { StorageError } from '../../errors';
import { contractSchema } from './contract-schema';
import { firstSchema } from './schema-1';
import { deletionsSchema } from './schema-deletions';
import { hiddenSchema } from './schema-hidden';
import { placedSchema } from './schema-placed';
import { supersededSchema } from './schema-superseded';
import { walksSchema } from './schema-walks';

/** What brings the database from each version to the next. Never changed once released; only added to. */
const steps: readonly string[] = [firstSchema, contractSchema, deletionsSchema, placedSchema, walksSchema, hiddenSchema, supersededSchema];

const versionOf = (db: DatabaseSync): number => Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/** Brings a database up to date. @throws StorageError when it is newer than this release */
export const migrate = (db: DatabaseSync, path: string): void => {
  if (versionOf(db) > steps.length) throw new StorageError('STORAGE_VERSION', `database ${path}`);
  if (versionOf(db) === steps.length) return;
  db.exec('BEGIN IMMEDIATE');
  // Read again: another process may have done it while this one waited.
  for (const [version, step] of steps.entries()) {
    if (version >= versionOf(db)) db.exec(`${step}; PRAGMA user_version = ${version + 1}`);
  }
  db.exec('COMMIT');
};
