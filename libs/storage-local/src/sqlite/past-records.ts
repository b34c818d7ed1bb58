import { walkMs } from '@twl/ports';
import type { Database } from './database';

const kept = [
  ...['generation', 'key', 'updated', 'occurred', 'revision', 'version', 'fingerprint', 'ord', 'newest', 'title', 'raw', 'item_index'],
  ...['more', 'data', 'deleted'],
].join(', ');

const keep = `
  INSERT INTO past (${kept}, placed, until, replaced)
  SELECT ${kept}, coalesce(placed, revision), ?, ? FROM records WHERE rid = ?`;

/** Keeps a record as it is, for walks that began before the revision that is about to replace it; within that write. `now` in ms. */
export const keepPast = (db: Database, rid: number, by: { revision: number; now: number }): void => {
  db.run(keep, by.revision, by.now, rid);
};

/** The oldest so many, where no walk may need them any more. */
const over = 'SELECT rid FROM (SELECT rid, replaced FROM past ORDER BY rid LIMIT ?) WHERE replaced <= ?';

/** Removes what is kept for walks that are over, the oldest first, so many at most; within a write. Gives how many. */
export const forgetPast = (db: Database, now: number, limit: number): number => {
  const before = now - walkMs;
  const last = `SELECT generation, max(until) AS until FROM past WHERE rid IN (${over}) GROUP BY generation`;
  const note = `UPDATE generations SET forgotten = max(forgotten, p.until) FROM (${last}) p WHERE id = p.generation`;
  db.run(note, limit, before);
  return db.run(`DELETE FROM past WHERE rid IN (${over})`, limit, before);
};
