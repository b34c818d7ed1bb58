import { changesGraceMs, changesKeptMs, loggedChanges, type LoggedChange, type RecordWrite } from '@twl/ports';
import type { Database } from './database';

/** Commits that one commit removes at most, the oldest first. */
const removedAtOnce = 4;

const removeOldest = 'DELETE FROM changes WHERE n IN (SELECT n FROM changes ORDER BY n LIMIT ?) AND at < ?';

/** Writes down what a commit changes, and removes what is no longer kept. Call it in the write of the commit. */
export const logChanges = (
  db: Database,
  writes: readonly RecordWrite[],
  { revision, generation, now }: { revision: number; generation: number; now: number },
): void => {
  const changes = loggedChanges(writes);
  if (changes.length === 0) return;
  db.run('INSERT INTO changes VALUES (?, ?, ?, ?)', revision, generation, now, JSON.stringify(changes));
  db.run(removeOldest, removedAtOnce, now - changesKeptMs - changesGraceMs);
};

/** Reads the changes of a row. */
export const readChanges = (body: string): LoggedChange[] => JSON.parse(body) as LoggedChange[];
