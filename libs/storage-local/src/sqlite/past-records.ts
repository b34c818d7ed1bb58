import { walkMs } from '@twl/ports';
import type { Database } from './database';

const pastColumns = [
  ...['generation', 'key', 'updated', 'occurred', 'revision', 'version', 'fingerprint', 'ord', 'newest', 'title', 'raw', 'item_index'],
  ...['more', 'data', 'deleted'],
].join(', ');

const insertPast = `
  INSERT INTO past (${pastColumns}, shown_since, until, replaced)
  SELECT ${pastColumns}, coalesce(shown_since, revision), ?, ? FROM records WHERE rid = ?`;

/**
 * Stores a record as it is, for walks that began before the next revision replaces it. Call it in the write that replaces it. `now` in ms.
 */
export const storePastRecord = (db: Database, rid: number, by: { revision: number; now: number }): void => {
  db.run(insertPast, by.revision, by.now, rid);
};

/** Selects the oldest past records that no walk needs. */
const selectExpired = 'SELECT rid FROM (SELECT rid, replaced FROM past ORDER BY rid LIMIT ?) WHERE replaced <= ?';

/** Removes past records of walks that have expired, the oldest first, at most `limit`. Call it in a write. Returns how many. */
export const removePastRecords = (db: Database, now: number, limit: number): number => {
  const before = now - walkMs;
  const last = `SELECT generation, max(until) AS until FROM past WHERE rid IN (${selectExpired}) GROUP BY generation`;
  const note = `UPDATE generations SET forgotten = max(forgotten, p.until) FROM (${last}) p WHERE id = p.generation`;
  db.run(note, limit, before);
  return db.run(`DELETE FROM past WHERE rid IN (${selectExpired})`, limit, before);
};
