import { DatabaseSync } from 'node:sqlite';
import type { StoreCounts } from './backup-format';

const queries: Record<keyof StoreCounts, string> = {
  records: 'SELECT count(*) AS n FROM records WHERE generation IN (SELECT generation FROM streams)',
  runs: 'SELECT count(*) AS n FROM runs',
  pages: 'SELECT count(*) AS n FROM pages',
  failures: 'SELECT count(*) AS n FROM failures WHERE generation = 0',
  audit: 'SELECT count(*) AS n FROM audit',
};

/** Counts the rows of a database file, and lists what SQLite finds damaged in it. Does not change the file. */
export const countStore = (path: string): { counts: StoreCounts; damage: string[] } => {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const checks = db.prepare('PRAGMA integrity_check(10)').all() as { integrity_check: string }[];
    const entries = Object.entries(queries).map(([name, query]) => [name, Number(db.prepare(query).get()?.['n'])]);
    return {
      counts: Object.fromEntries(entries) as StoreCounts,
      damage: checks.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    };
  } finally {
    db.close();
  }
};
